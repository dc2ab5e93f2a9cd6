namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <content>Functions of values. What is singular somewhere is kept away from there by operations before it.</content>
internal sealed partial class ProgramDraw
{
    private static readonly (string Function, string Arguments)[] Unary =
    [
        ("Neg", ""), ("Abs", ""), ("Square", ""), ("Detach", ""), ("ReLU", ""), ("LeakyReLU", ""), ("LeakyReLU", ", 0.25f"), ("ELU", ""), ("ELU", ", 0.5f"), ("SELU", ""), ("GELU", ""), ("GELU", ", \"tanh\""),
        ("SiLU", ""), ("Sigmoid", ""), ("Tanh", ""), ("Softplus", ""), ("Softplus", ", 2f, 3f"), ("Hardswish", ""), ("Clamp", ", -0.75f, 0.5f"), ("Clamp", ", max: 0.25f"), ("Clamp", ", -0.5f"), ("Pow", ", 2f"), ("Pow", ", 3f"),
    ];

    private static readonly HashSet<string> Methods = ["Abs", "Square", "Clamp", "ReLU", "Sigmoid", "Tanh", "Pow", "Exp", "Log", "Sqrt"];

    private static readonly string[] Comparisons = [">", "<", ">=", "<=", "Eq", "Ne"];

    private void AddElementwise(int x)
    {
        switch (_draw.Int(0, 22))
        {
            case < 5:
                AddUnary(x);
                break;
            case < 10:
                Add(new BinaryOperation(_draw.Pick("+", "+", "-", "*", "*", "Maximum", "Minimum"), x, Partner(x)));
                break;
            case < 14:
                (string function, float constant) = _draw.Pick(("+", 0.5f), ("+", -1f), ("-", 0.75f), ("*", 0.5f), ("*", -2f), ("/", 3f), ("Maximum", 0.1f), ("Minimum", 0.3f));
                Add(new ConstantOperation(function, x, constant, _draw.Flip(0.4) && (function != "/" || _bounds[x] < 1)));
                break;
            case < 16:
                int divisor = Away(x, 1);
                if (divisor >= 0) Add(_draw.Flip(0.3) ? new ConstantOperation("/", divisor, 2, IsLeft: true) : new BinaryOperation("/", Partner(divisor), divisor));
                break;
            case < 18:
                int condition = Condition(x);
                if (condition >= 0) Add(new ChoiceOperation(condition, Partner(condition), Partner(condition)));
                break;
            case 18:
                if (Away(x, 1) is >= 0 and int positive) Add(new UnaryOperation(_draw.Pick("Log", "Sqrt"), positive, "", _draw.Flip(0.3)));
                break;
            case 19:
                if (_bounds[x] > 2 && Add(new UnaryOperation("Tanh", x)) is >= 0 and int small) x = small;
                Add(new UnaryOperation("Exp", x, "", _draw.Flip(0.3)));
                break;
            case 20:
                AddOwn(x);
                break;
            default:
                AddPower(x);
                break;
        }
    }

    /// <summary>A function that the user wrote, now and then into another shape.</summary>
    private void AddOwn(int x)
    {
        if (_bounds[x] > 3 && Add(new UnaryOperation("Tanh", x)) is >= 0 and int small) x = small;
        int[] sizes = _draw.Flip(0.5) ? [] : [.. Enumerable.Range(0, _draw.Int(1, 4)).Select(_ => _draw.Int(1, 5))];
        Add(new ApplyOperation(_draw.Flip(0.5) ? [x] : [x, _draw.Int(0, _shapes.Count - 1)], [.. sizes]));
    }

    private void AddUnary(int x)
    {
        (string function, string arguments) = _draw.Pick(Unary);
        Add(new UnaryOperation(function, x, arguments, Methods.Contains(function) && _draw.Flip(0.3)));
    }

    private void AddPower(int x)
    {
        int basis = Away(x, 0.5f);
        if (basis < 0) return;
        if (_draw.Flip(0.5)) Add(new UnaryOperation("Pow", basis, _draw.Pick(", 0.5f", ", 1.5f", ", -0.5f", ", -1f"), _draw.Flip(0.3)));
        else if (_draw.Flip(0.5) && Add(new UnaryOperation("Tanh", Partner(basis))) is >= 0 and int exponent) Add(new BinaryOperation("Pow", basis, exponent));
        else if (_bounds[x] < 3) Add(new ConstantOperation("Pow", x, 1.5f, IsLeft: true));
    }

    /// <summary>|x| + distance.</summary>
    private int Away(int x, float distance) => Add(new UnaryOperation("Abs", x)) is >= 0 and int positive ? Add(new ConstantOperation("+", positive, distance, _draw.Flip(0.2))) : -1;

    private int Condition(int x)
    {
        string comparison = _draw.Pick(Comparisons);
        return _draw.Flip(0.5) ? Add(new ConstantOperation(comparison, x, 0.125f, _draw.Flip(0.3))) : Add(new BinaryOperation(comparison, x, Partner(x)));
    }

    /// <summary>A value that broadcasts with another, now and then made so.</summary>
    private int Partner(int x)
    {
        int[] fitting = [.. Enumerable.Range(0, _shapes.Count).Where(value => Dims.Join(_shapes[value], _shapes[x]) is { } joined && Dims.Count(joined) <= FuzzProgram.LargestValue)];
        if (_shapes[x].Length > 0 && _draw.Flip(0.25) && Add(new ReductionOperation(_draw.Pick("Mean", "Max"), x, [_draw.Dim(_shapes[x].Length)], KeepDim: true)) is >= 0 and int reduced) return reduced;
        return _draw.Flip(0.3) ? fitting[^1] : _draw.Pick(fitting);
    }

    private void AddReductionOrProduct(int x)
    {
        int rank = _shapes[x].Length;
        int[] over = [.. _draw.Shuffle(rank).Take(_draw.Int(rank > 0 && _draw.Flip(0.8) ? 1 : 0, Math.Min(rank, 3))).Select(place => _draw.Dim(place, rank))];
        switch (_draw.Int(0, 9))
        {
            case < 5:
                string function = _draw.Pick("Sum", "Mean", "Max", "Min", "Var");
                Add(new ReductionOperation(function, x, over, over.Length > 0 && _draw.Flip(0.4), function == "Var" && over.Length > 0 && _draw.Flip(0.3) ? 0 : 1));
                break;
            case 5:
                if (rank > 0) Add(new ReductionOperation("ArgMax", x, [_draw.Dim(rank)], _draw.Flip(0.3)));
                break;
            case 6:
                if (rank > 0) Add(new SoftmaxOperation(_draw.Pick("Softmax", "LogSoftmax"), x, _draw.Flip(0.2) ? null : _draw.Dim(rank)));
                break;
            default:
                AddProduct(x);
                break;
        }
    }

    /// <summary>A product with a value that fits, or with itself turned round.</summary>
    private void AddProduct(int x)
    {
        if (_shapes[x].Length == 0) return;
        int[] fitting = [.. Enumerable.Range(0, _shapes.Count).Where(value => new ProductOperation(0, 1).Infer(null!, [_shapes[x], _shapes[value]]) is not null)];
        if (fitting.Length > 0 && _draw.Flip(0.7)) Add(new ProductOperation(x, _draw.Pick(fitting)));
        else if (_shapes[x].Length > 1 && Add(new ShapeOperation("Transpose", x, [-1, -2])) is >= 0 and int turned) Add(_draw.Flip(0.5) ? new ProductOperation(x, turned) : new ProductOperation(turned, x));
    }
}
