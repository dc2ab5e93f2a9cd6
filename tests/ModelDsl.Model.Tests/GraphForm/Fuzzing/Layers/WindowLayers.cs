namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A convolution; the pairs are height and width.</summary>
internal sealed record ConvolutionLayer(
    int Channels, (int Height, int Width) Kernel, (int Height, int Width) Stride, (int Height, int Width) Padding, int Dilation, int Groups, bool Bias) : FuzzLayer
{
    public override int Weight => 6 + Channels / 4 + Kernel.Height + Kernel.Width + Stride.Height + Stride.Width + Padding.Height + Padding.Width + Dilation + Groups;

    public override string Text
    {
        get
        {
            List<string> arguments = [$"{Channels}", Kernel.Height == Kernel.Width ? $"{Kernel.Height}" : $"{Kernel.Height}, {Kernel.Width}"];
            Add("Stride", Stride, 1);
            Add("Padding", Padding, 0);
            Add("Dilation", (Dilation, Dilation), 1);
            if (Groups > 1) arguments.Add($"Groups = {Groups}");
            if (!Bias) arguments.Add("Bias = false");
            return $"Conv2d({string.Join(", ", arguments)})";

            void Add(string name, (int Height, int Width) pair, int otherwise)
            {
                if (pair.Height == pair.Width && pair.Height != otherwise) arguments.Add($"{name} = {pair.Height}");
                if (pair.Height == pair.Width) return;
                arguments.Add($"{name}Height = {pair.Height}");
                arguments.Add($"{name}Width = {pair.Width}");
            }
        }
    }

    public override string Member => "Conv";

    public override string[] Parameters => Bias ? ["Weight", "Bias"] : ["Weight"];

    public override string ParametersFor(int[] x) => $"{x.FirstOrDefault()}";

    public override int[]? Infer(int[] x)
    {
        if (x.Length != 3 || x[0] % Groups != 0 || Channels % Groups != 0) return null;
        int height = Windows(x[1], Kernel.Height, Stride.Height, Padding.Height), width = Windows(x[2], Kernel.Width, Stride.Width, Padding.Width);
        return height < 1 || width < 1 ? null : [Channels, height, width];
    }

    public override IEnumerable<FuzzLayer> Simpler()
    {
        if (Stride != (1, 1)) yield return this with { Stride = (1, 1) };
        if (Padding != (0, 0)) yield return this with { Padding = (0, 0) };
        if (Dilation != 1) yield return this with { Dilation = 1 };
        if (Groups != 1) yield return this with { Groups = 1 };
        if (!Bias) yield return this with { Bias = true };
        if (Kernel != (1, 1)) yield return this with { Kernel = (1, 1) };
        if (Channels > 1) yield return this with { Channels = 1 };
    }

    private int Windows(int size, int kernel, int stride, int padding)
        => size + 2 * padding < Dilation * (kernel - 1) + 1 ? 0 : (size + 2 * padding - Dilation * (kernel - 1) - 1) / stride + 1;
}

/// <summary>Pooling by the greatest value or the mean of a square window.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Kernel">The side of the window.</param>
/// <param name="Stride">0 for the kernel's.</param>
/// <param name="Padding">At most half of the kernel.</param>
/// <param name="CeilMode">Whether a last window may lie partly outside.</param>
/// <param name="Dilation">Only for the greatest value.</param>
/// <param name="Further">Further arguments, each with a comma before it.</param>
internal sealed record PoolLayer(string Kind, int Kernel, int Stride, int Padding, bool CeilMode, int Dilation, string Further) : FuzzLayer
{
    public override int Weight => 4 + Kernel + Stride + Padding + Dilation + (CeilMode ? 1 : 0) + Further.Length / 4;

    public override string Text
        => $"{Kind}({Kernel}{(Stride > 0 ? $", Stride = {Stride}" : "")}{(Padding > 0 ? $", Padding = {Padding}" : "")}{(CeilMode ? ", CeilMode = true" : "")}{(Dilation > 1 ? $", Dilation = {Dilation}" : "")}{Further})";

    public override int[]? Infer(int[] x) => x.Length != 3 || Windows(x[1]) < 1 || Windows(x[2]) < 1 ? null : [x[0], Windows(x[1]), Windows(x[2])];

    public override IEnumerable<FuzzLayer> Simpler()
    {
        if (Further.Length > 0) yield return this with { Further = "" };
        if (CeilMode) yield return this with { CeilMode = false };
        if (Padding > 0) yield return this with { Padding = 0 };
        if (Dilation > 1) yield return this with { Dilation = 1 };
        if (Stride > 0) yield return this with { Stride = 0 };
        if (Kernel > 2) yield return this with { Kernel = 2, Padding = 0 };
    }

    private int Windows(int size)
    {
        int stride = Stride > 0 ? Stride : Kernel, room = size + 2 * Padding - Dilation * (Kernel - 1) - 1;
        if (room < 0) return 0;
        int count = (room + (CeilMode ? stride - 1 : 0)) / stride + 1;
        return CeilMode && (count - 1) * stride >= size + Padding ? count - 1 : count;
    }
}

internal sealed record AdaptivePoolLayer(int Height, int Width) : FuzzLayer
{
    public override string Text => Height == Width ? $"AdaptiveAvgPool2d({Height})" : $"AdaptiveAvgPool2d({Height}, {Width})";

    public override int[]? Infer(int[] x) => x.Length == 3 ? [x[0], Height, Width] : null;

    public override IEnumerable<FuzzLayer> Simpler() => Height * Width > 1 ? [new AdaptivePoolLayer(1, 1)] : [];
}
