using ModelDsl.Model.Tests.Reference;

namespace ModelDsl.Model.Tests.Declarations;

/// <summary>
/// Random networks for the differences between two implementations: sizes beside the vector's, single channels, strides and dilations
/// that leave remainders, groups, and every layer and loss in any company that PyTorch accepts.
/// </summary>
internal sealed class DeclarationGenerator(Random random, int maximumSize)
{
    private static readonly int[] Widths = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33];

    private readonly List<string> _layers = [];

    public string Next()
    {
        _layers.Clear();
        switch (random.Next(10))
        {
            case < 6:
                _layers.Add($"Input({Width(8)}, {Size()}, {Size()})");
                for (int i = random.Next(1, 5); i > 0; i--) AddPictureLayer();
                if (Flip(0.6)) Add(Flip(0.3) ? "AdaptiveAvgPool2d(1)" : "Flatten");
                if (Shape() is [_, _, _] && Flip(0.7)) Add("Flatten");
                break;
            case < 9:
                _layers.Add($"Input({Width(40)})");
                break;
            default:
                _layers.Add($"Input({Size()}, {Width(20)})");
                for (int i = random.Next(1, 4); i > 0; i--) Add(Pick(Linear(), Activation(), LayerNorm()));
                break;
        }
        if (Shape() is [_])
        {
            for (int i = random.Next(1, 4); i > 0; i--) AddVectorLayer();
        }
        return $"{string.Join(' ', _layers.Select(layer => $"[{layer}]"))} {Loss()}";
    }

    private void AddPictureLayer()
    {
        if (Shape() is not [int channels, int height, int width]) return;
        int side = Math.Min(height, width);
        string layer = random.Next(12) switch
        {
            < 5 => Conv2d(channels, height, width),
            5 => Pooling("MaxPool2d", side, canDilate: true),
            6 => Pooling("AvgPool2d", side, canDilate: false) + Pick("", "", ", CountIncludePad = false", ", DivisorOverride = 3"),
            7 => Flip(0.5) ? "BatchNorm2d" : $"BatchNorm2d({Pick("Affine = false", "TrackRunningStats = false", "Eps = 0.01f, Momentum = 0.25f")})",
            8 => LayerNorm(),
            9 => $"AdaptiveAvgPool2d({random.Next(1, 5)}, {random.Next(1, 5)})",
            _ => Activation(),
        };
        Add(layer.Contains('(') && !layer.EndsWith(')') ? layer + ")" : layer);
    }

    private string Conv2d(int channels, int height, int width)
    {
        int stride = random.Next(1, 4);
        (int Height, int Width) padding = Pair(() => random.Next(3)), dilation = Pair(() => Flip(0.25) ? 2 : 1);
        int Kernel(int size, int pads, int apart) => Math.Min(random.Next(1, 5), (size + 2 * pads - 1) / apart + 1);
        int kernelHeight = Kernel(height, padding.Height, dilation.Height), kernelWidth = Kernel(width, padding.Width, dilation.Width);
        if (Flip(0.8)) kernelWidth = Math.Min(kernelHeight, kernelWidth);
        int groups = Flip(0.3) ? Divisors(channels) : 1;
        int outputs = groups == 1 ? Width(40) : groups * random.Next(1, 4);
        string arguments = $"Conv2d({outputs}, {(kernelHeight == kernelWidth ? kernelHeight : $"{kernelHeight}, {kernelWidth}")}";
        if (stride > 1) arguments += $", {Pick("Stride", "Stride", "StrideWidth", "StrideHeight")} = {stride}";
        arguments += Written("Padding", padding, otherwise: 0) + Written("Dilation", dilation, otherwise: 1);
        if (groups > 1) arguments += $", Groups = {groups}";
        if (Flip(0.3)) arguments += ", Bias = false";
        return arguments;
    }

    /// <summary>For height and width, which mostly are the same.</summary>
    private (int Height, int Width) Pair(Func<int> draw)
    {
        int height = draw();
        return (height, Flip(0.75) ? height : draw());
    }

    private static string Written(string name, (int Height, int Width) value, int otherwise)
        => value.Height != value.Width ? $", {name}Height = {value.Height}, {name}Width = {value.Width}"
        : value.Height != otherwise ? $", {name} = {value.Height}"
        : "";

    private string Pooling(string kind, int side, bool canDilate)
    {
        int kernel = Math.Min(random.Next(1, 4), side);
        string text = $"{kind}({kernel}";
        if (Flip(0.5)) text += $", Stride = {random.Next(1, 4)}";
        if (kernel > 1 && Flip(0.4)) text += $", Padding = {kernel / 2}";
        if (Flip(0.3)) text += ", CeilMode = true";
        if (canDilate && 2 * kernel - 1 <= side && Flip(0.25)) text += ", Dilation = 2";
        return text;
    }

    private void AddVectorLayer()
    {
        Add(random.Next(8) switch
        {
            < 4 => Linear(),
            4 => Flip(0.5) ? "BatchNorm1d" : $"BatchNorm1d({Pick("Affine = false", "TrackRunningStats = false", "Eps = 0.01f, Momentum = 0.25f")})",
            5 => LayerNorm(),
            _ => Activation(),
        });
    }

    private string Linear() => $"Linear({Width(40)}{(Flip(0.2) ? ", Bias = false" : "")})";

    private string LayerNorm() => Pick("LayerNorm", "LayerNorm", "LayerNorm(Eps = 0.001f)", "LayerNorm(ElementwiseAffine = false)", "LayerNorm(Bias = false)");

    private string Activation() => Pick(
        "ReLU", "ReLU", "LeakyReLU", "LeakyReLU(0.25f)", "ELU", "ELU(0.5f)", "SELU", "GELU", "GELU(Approximate = \"tanh\")", "SiLU", "Sigmoid", "Tanh",
        "Softplus", "Softplus(Beta = 2, Threshold = 3)", "Hardswish", "Softmax", "LogSoftmax");

    private string Loss()
    {
        string last = _layers[^1];
        string reduction = Flip(0.3) ? "(Reduction = Reduction.Sum)" : "";
        const string ignore = "IgnoreIndex = 0";
        string classes = Weights(Shape()[0]), elements = Weights(Shape().Aggregate((product, size) => product * size));
        // Classes are the elements of a vector or the channels of a picture, and more than one.
        bool hasClasses = Shape() is [> 1] or [> 1, _, _];
        if (hasClasses && last.StartsWith("LogSoftmax", StringComparison.Ordinal)) return $"[NLLLoss{Pick("", reduction, $"(Weight = {classes})", $"({ignore})")}]";
        if (last == "Sigmoid") return $"[BCELoss{Pick(reduction, $"(Weight = {elements})")}]";
        if (!hasClasses || last.StartsWith("Softmax", StringComparison.Ordinal) || Flip(0.5)) return $"[{Pick("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss")}{reduction}]";
        return Pick(
            $"[CrossEntropyLoss{reduction}]", $"[CrossEntropyLoss{reduction}]", "[CrossEntropyLoss(LabelSmoothing = 0.125f)]", $"[CrossEntropyLoss(Weight = {classes}, LabelSmoothing = 0.25f)]",
            $"[CrossEntropyLoss(Weight = {classes}, {ignore}, Reduction = Reduction.Sum)]", "[CrossEntropyLoss(IgnoreIndex = -1)]",
            $"[BCEWithLogitsLoss{reduction}]", $"[BCEWithLogitsLoss(Weight = {elements})]", $"[BCEWithLogitsLoss(PosWeight = {elements}, Reduction = Reduction.Sum)]", "[SmoothL1Loss(Beta = 0.5f)]", "[HuberLoss(Delta = 0.5f)]");
    }

    private static string Weights(int count) => $"new[] {{ {string.Join(", ", Enumerable.Range(0, count).Select(i => i % 3 == 0 ? "0.5f" : $"{i % 3}f"))} }}";

    private int[] Shape() => new ReferenceNetwork(Declaration.Parse(string.Join(' ', _layers.Select(layer => $"[{layer}]")))).OutputShape;

    private void Add(string layer) => _layers.Add(layer);

    private bool Flip(double probability) => random.NextDouble() < probability;

    private int Size() => random.Next(2, maximumSize + 1);

    private int Width(int most)
    {
        int[] allowed = [.. Widths.Where(width => width <= most && width <= 5 * maximumSize)];
        return allowed[random.Next(allowed.Length)];
    }

    private int Divisors(int number)
    {
        int[] divisors = [.. Enumerable.Range(1, number).Where(candidate => number % candidate == 0)];
        return divisors[random.Next(divisors.Length)];
    }

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
