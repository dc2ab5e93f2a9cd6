namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A function of each value: <c>Exp(x)</c>, <c>Clamp(x, -1f, 1f)</c>, <c>x.Abs()</c>, <c>-x</c>.</summary>
/// <param name="Function">Its name.</param>
/// <param name="X">The value.</param>
/// <param name="Arguments">Further arguments, each with a comma before it.</param>
/// <param name="IsMethod">Whether it is written as a method of the tensor.</param>
internal sealed record UnaryOperation(string Function, int X, string Arguments = "", bool IsMethod = false) : FuzzOperation([X])
{
    public override IEnumerable<string> Kinds => [Function];

    public override bool Rounds => Function is not ("Neg" or "Abs" or "ReLU" or "Detach");

    public override bool IsDifferentiable => Function != "Detach";

    public override int[]? Infer(FuzzScope scope, int[][] x) => x[0];

    public override string Print(string[] x) => Function == "Neg" && Arguments.Length == 0 ? $"(-{x[0]})"
        : IsMethod ? $"{x[0]}.{Function}({Arguments.TrimStart(',', ' ')})"
        : $"{Function}({x[0]}{Arguments})";

    public override double Bound(double[] x, int[][] shapes) => Function switch
    {
        "Exp" => Math.Exp(Math.Min(x[0], 6)),
        "Square" => x[0] * x[0],
        "Pow" => Math.Pow(x[0] + 1, 3),
        "Tanh" or "Sigmoid" or "Clamp" => 1,
        "Log" or "Sqrt" => 3,
        "Softplus" => x[0] + 1,
        "SELU" => 2 * x[0],
        _ => x[0],
    };

    public override IEnumerable<FuzzOperation> Simpler()
    {
        if (Function is not ("Neg" or "Square" or "Clamp" or "Pow")) yield return this with { Function = "Neg", Arguments = "", IsMethod = false };
        if (IsMethod) yield return this with { IsMethod = false };
    }
}

/// <summary>A function of two values whose shapes broadcast: an operator, or a call.</summary>
/// <param name="Function">The operator, or the function's name.</param>
/// <param name="A">The first value.</param>
/// <param name="B">The second value.</param>
internal sealed record BinaryOperation(string Function, int A, int B) : FuzzOperation([A, B])
{
    private static readonly Dictionary<string, string> KindOf = new()
    {
        ["+"] = "Add",
        ["-"] = "Subtract",
        ["*"] = "Multiply",
        ["/"] = "Divide",
        [">"] = "Greater",
        ["<"] = "Less",
        [">="] = "GreaterEqual",
        ["<="] = "LessEqual",
    };

    public override IEnumerable<string> Kinds => [KindOf.GetValueOrDefault(Function, Function)];

    public override bool Rounds => Function is not ("Maximum" or "Minimum");

    /// <summary>C# warns of <c>x &lt; x</c>.</summary>
    private bool IsComparedWithItself => Inputs[0] == Inputs[1] && (Function[0] is '<' or '>');

    public override int[]? Infer(FuzzScope scope, int[][] x) => IsComparedWithItself ? null : Dims.Join(x[0], x[1]);

    public override string Print(string[] x) => char.IsLetter(Function[0]) ? $"{Function}({x[0]}, {x[1]})" : $"({x[0]} {Function} {x[1]})";

    public override double Bound(double[] x, int[][] shapes) => Function switch
    {
        "+" or "-" => x[0] + x[1],
        "*" => x[0] * x[1],
        "/" => x[0],
        "Maximum" or "Minimum" => x.Max(),
        "Pow" => Math.Pow(x[0] + 1, Math.Min(x[1], 3)),
        _ => 1,
    };

    public override IEnumerable<FuzzOperation> Simpler() => Function is "+" ? [] : [this with { Function = "+" }];
}

/// <summary>A function of a value and a number.</summary>
/// <param name="Function">The operator, or the function's name.</param>
/// <param name="X">The value.</param>
/// <param name="Constant">The number.</param>
/// <param name="IsLeft">Whether the number comes first.</param>
internal sealed record ConstantOperation(string Function, int X, float Constant, bool IsLeft) : FuzzOperation([X])
{
    public override IEnumerable<string> Kinds => new BinaryOperation(Function, 0, 0).Kinds;

    public override int[]? Infer(FuzzScope scope, int[][] x) => x[0];

    public override string Print(string[] x) => new BinaryOperation(Function, 0, 0).Print(IsLeft ? [Literal(Constant), x[0]] : [x[0], Literal(Constant)]);

    public override double Bound(double[] x, int[][] shapes) => Function switch
    {
        "*" => Math.Abs(Constant) * x[0],
        "/" => IsLeft ? Math.Abs(Constant) * 2 : x[0] / Math.Abs(Constant),
        "Pow" => Math.Pow(x[0] + 1, Math.Min(Math.Abs(Constant), 3)),
        ">" or "<" or ">=" or "<=" or "Eq" or "Ne" => 1,
        _ => x[0] + Math.Abs(Constant),
    };

    public override IEnumerable<FuzzOperation> Simpler()
    {
        if (IsLeft && Function is "+" or "*") yield return this with { IsLeft = false };
        if (Function is not "*") yield return this with { Function = "*", Constant = 2 };
    }
}

/// <summary><c>Where(condition, a, b)</c></summary>
internal sealed record ChoiceOperation(int Condition, int A, int B) : FuzzOperation([Condition, A, B])
{
    public override IEnumerable<string> Kinds => ["Where"];

    public override bool Rounds => false;

    public override int[]? Infer(FuzzScope scope, int[][] x) => Dims.Join(x[0], x[1]) is { } joined ? Dims.Join(joined, x[2]) : null;

    public override string Print(string[] x) => $"Where({x[0]}, {x[1]}, {x[2]})";

    public override double Bound(double[] x, int[][] shapes) => Math.Max(x[1], x[2]);
}
