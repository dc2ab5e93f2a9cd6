using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Where an operand comes from.</summary>
internal enum Source
{
    /// <summary>Each sample has its own.</summary>
    Samples,

    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>Computed from a parameter: shared by the samples, too.</summary>
    Computed,
}

/// <param name="Source">Where it comes from.</param>
/// <param name="Shape">Its shape; of what is flattened, that of the picture.</param>
internal sealed record FunctionOperand(Source Source, params int[] Shape)
{
    /// <summary>Whether it goes through <c>Flatten</c>, and so may lie channels last.</summary>
    public bool IsFlattened { get; init; }

    /// <summary>Draws a value; by default from −2 to 2.</summary>
    public Func<Random, double> Draw { get; init; } = random => random.NextDouble() * 4 - 2;

    public int Count => NdArray.CountOf(Shape);

    public int[] SeenShape => IsFlattened ? [Count] : Shape;

    public static FunctionOperand Samples(params int[] shape) => new(Source.Samples, shape);

    public static FunctionOperand Parameter(params int[] shape) => new(Source.Parameter, shape);

    public static FunctionOperand Computed(params int[] shape) => new(Source.Computed, shape);

    /// <summary>A picture that was made a vector.</summary>
    public static FunctionOperand Flattened(params int[] shape) => new(Source.Samples, shape) { IsFlattened = true };

    public override string ToString() => $"{Source}[{string.Join(", ", Shape)}]{(IsFlattened ? " flattened" : "")}";
}

/// <summary>A function with operands of some shapes, and what it should compute.</summary>
/// <param name="Call">The function.</param>
/// <param name="Definition">What it computes for one sample.</param>
/// <param name="Operands">What it is given.</param>
internal sealed record FunctionCase(LayerSpec Call, Func<NdArray[], NdArray> Definition, params FunctionOperand[] Operands)
{
    /// <summary>Whether convolutions read the function's result and, where it has the same shape, its first operand: both have borders then.</summary>
    public bool IsBetweenConvolutions { get; init; }

    /// <summary>Whether a linear layer reads the result, a vector: it multiplies the pad lanes of a flattened picture by zeros.</summary>
    public bool IsBeforeLinear { get; init; }

    /// <summary>Whether it has a gradient other than 0; with a jump, differences do not tell.</summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>How far results may be apart, relative to the largest.</summary>
    public double Tolerance { get; init; } = 2e-5;

    public LayerOperator CreateOperator() => FunctionCatalog.Create(Call);

    /// <summary>A call as a front end writes it: <c>Of("Sum", ("Dims", …))</c>.</summary>
    public static LayerSpec Of(string kind, params (string Name, object Value)[] arguments)
        => new(kind, new EquatableArray<ArgumentSpec>([.. arguments.Select(argument => new ArgumentSpec(argument.Name, argument.Value))]), kind, 0);

    public static EquatableArray<int> Dims(params int[] dims) => new([.. dims]);

    public override string ToString()
        => $"{Call.Kind}({string.Join(", ", Call.Arguments.Select(argument => $"{argument.Name} = {Text(argument.Value)}"))}) of {string.Join(", ", Operands.Select(operand => operand.ToString()))}{(IsBetweenConvolutions ? " between convolutions" : "")}{(IsBeforeLinear ? " before a linear layer" : "")}";

    private static string Text(object value) => value is EquatableArray<int> numbers ? string.Join(", ", numbers.Items) : $"{value}";
}
