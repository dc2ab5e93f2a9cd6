namespace ModelDsl.Generator.Operators;

/// <summary>
/// The taps of one dimension of a kernel that carry an output's gradient to the input positions of one remainder by the stride. Input
/// position <c>r + stride · j</c> gets from tap k what lies at output position <c>(r + padding − k · dilation) / stride + j</c>, where that
/// divides. Both taps and offsets are equally spaced, and listed by growing offset.
/// </summary>
/// <param name="Remainder">The remainder r.</param>
/// <param name="Positions">Input positions of that remainder.</param>
/// <param name="Taps">The taps, as indices of the kernel.</param>
/// <param name="FirstOffset">The output position of the first tap for j = 0.</param>
/// <param name="OffsetStep">From one tap's output position to the next one's.</param>
internal sealed record ConvolutionTaps(int Remainder, int Positions, IReadOnlyList<int> Taps, int FirstOffset, int OffsetStep)
{
    public int LastOffset => FirstOffset + (Taps.Count - 1) * OffsetStep;

    public static IReadOnlyList<ConvolutionTaps> Of(int size, int kernel, int stride, int padding, int dilation)
    {
        List<ConvolutionTaps> classes = [];
        for (int remainder = 0; remainder < Math.Min(stride, size); remainder++)
        {
            List<int> taps = [];
            List<int> offsets = [];
            for (int tap = kernel - 1; tap >= 0; tap--)
            {
                int distance = remainder + padding - tap * dilation;
                if (distance % stride != 0) continue;
                taps.Add(tap);
                offsets.Add(distance / stride);
            }
            int step = offsets.Count > 1 ? offsets[1] - offsets[0] : 1;
            classes.Add(new ConvolutionTaps(remainder, (size - remainder + stride - 1) / stride, taps, offsets.Count > 0 ? offsets[0] : 0, step));
        }
        return classes;
    }

    /// <summary>Zero positions needed around the output's gradient.</summary>
    public int BorderFor(int outputSize) => Taps.Count == 0 ? 0 : Math.Max(0, Math.Max(-FirstOffset, LastOffset + Positions - outputSize));
}
