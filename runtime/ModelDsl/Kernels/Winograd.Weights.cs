using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>Between weights and transformed weights.</content>
public static unsafe partial class Winograd
{
    private const int PanelWidth = 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackWeights<V>(ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputs, bool isBackward, int first, int end)
        where V : struct, ILanes<V>
    {
        int columns = isBackward ? inputs : outputs, rows = isBackward ? outputs : inputs;
        int columnStride = isBackward ? Taps * Taps : inputs * Taps * Taps, rowStride = isBackward ? inputs * Taps * Taps : Taps * Taps;
        float* taps = stackalloc float[(Taps * Taps + 1) * Lanes], half = stackalloc float[(Patch * Taps + 1) * Lanes];
        taps = Align(taps);
        half = Align(half);
        new Span<float>(taps, Taps * Taps * Lanes).Clear();
        fixed (float* source = weight, target = packed)
        {
            for (int group = first; group < end; group++)
            {
                int column = group * Lanes, panel = column / PanelWidth, width = Math.Min(PanelWidth, RoundUp(columns) - panel * PanelWidth);
                int count = Math.Min(Lanes, columns - column);
                for (int row = 0; row < rows; row++)
                {
                    float* from = source + row * rowStride + column * columnStride;
                    for (int lane = 0; lane < count; lane++, from += columnStride)
                    {
                        for (int tap = 0; tap < Taps * Taps; tap++) taps[(isBackward ? Taps * Taps - 1 - tap : tap) * Lanes + lane] = from[tap];
                    }
                    float* to = target + panel * PanelWidth * Elements * rows + row * width + column % PanelWidth;
                    for (int c = 0; c < Lanes; c += V.Count)
                    {
                        for (int j = 0; j < Taps; j++)
                        {
                            SixLanes<V> u = default;
                            FromTaps(V.Load(in *taps, j * Lanes + c), V.Load(in *taps, (Taps + j) * Lanes + c), V.Load(in *taps, (2 * Taps + j) * Lanes + c), ref u);
                            Store(in u, half + j * Lanes + c, Taps * Lanes);
                        }
                        for (int i = 0; i < Patch; i++)
                        {
                            SixLanes<V> u = default;
                            float* part = half + i * Taps * Lanes + c;
                            FromTaps(V.Load(in *part, 0), V.Load(in *part, Lanes), V.Load(in *part, 2 * Lanes), ref u);
                            Store(in u, to + i * Patch * rows * width + c, rows * width);
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnpackGradient<V>(ReadOnlySpan<float> sums, Span<float> dweight, int parts, int outputs, int inputs, int inputsOfBlock, int first, int end)
        where V : struct, ILanes<V>
    {
        int rounded = RoundUp(outputs), partFloats = Elements * inputs * rounded;
        float* half = stackalloc float[(Patch * Taps + 1) * Lanes], taps = stackalloc float[(Taps * Taps + 1) * Lanes];
        half = Align(half);
        taps = Align(taps);
        fixed (float* source = sums, target = dweight)
        {
            for (int input = first; input < end; input++)
            {
                (int block, int row) = Math.DivRem(input, inputsOfBlock);
                int blockInputs = Math.Min(inputsOfBlock, inputs - block * inputsOfBlock);
                for (int output = 0; output < outputs; output += Lanes)
                {
                    int panel = output / PanelWidth, width = Math.Min(PanelWidth, rounded - panel * PanelWidth), count = Math.Min(Lanes, outputs - output);
                    float* from = source + block * inputsOfBlock * Elements * rounded + panel * PanelWidth * Elements * blockInputs + row * width + output % PanelWidth;
                    int element = blockInputs * width;
                    for (int c = 0; c < Lanes; c += V.Count)
                    {
                        for (int j = 0; j < Patch; j++)
                        {
                            SixLanes<V> u = default;
                            Load(ref u, from + j * element + c, Patch * element);
                            for (int part = 1; part < parts; part++) Add(ref u, from + part * partFloats + j * element + c, Patch * element);
                            ToTaps(ref u);
                            float* into = half + j * Lanes + c;
                            u.V0.Store(ref *into, 0);
                            u.V1.Store(ref *into, Patch * Lanes);
                            u.V2.Store(ref *into, 2 * Patch * Lanes);
                        }
                        for (int i = 0; i < Taps; i++)
                        {
                            SixLanes<V> u = default;
                            Load(ref u, half + i * Patch * Lanes + c, Lanes);
                            ToTaps(ref u);
                            float* into = taps + i * Taps * Lanes + c;
                            u.V0.Store(ref *into, 0);
                            u.V1.Store(ref *into, Lanes);
                            u.V2.Store(ref *into, 2 * Lanes);
                        }
                    }
                    float* to = target + (output * inputs + input) * Taps * Taps;
                    for (int lane = 0; lane < count; lane++, to += inputs * Taps * Taps)
                    {
                        for (int tap = 0; tap < Taps * Taps; tap++) to[tap] = taps[tap * Lanes + lane];
                    }
                }
            }
        }
    }

    /// <summary>G: three taps of a column become six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromTaps<V>(V tap0, V tap1, V tap2, ref SixLanes<V> u)
        where V : struct, ILanes<V>
    {
        V outer = (tap0 + tap2) * V.Create(-1f / 6), middle = tap1 * V.Create(-1f / 6);
        V far = tap0 * V.Create(1f / 24) + tap2 * V.Create(1f / 6), farMiddle = tap1 * V.Create(1f / 12);
        u.V0 = tap0 * V.Create(0.25f);
        u.V1 = outer + middle;
        u.V2 = outer - middle;
        u.V3 = far + farMiddle;
        u.V4 = far - farMiddle;
        u.V5 = tap2;
    }

    /// <summary>Gᵀ: six become the three taps of a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToTaps<V>(ref SixLanes<V> u)
        where V : struct, ILanes<V>
    {
        V sixth = V.Create(1f / 6);
        V near = (u.V1 + u.V2) * sixth, nearDifference = (u.V2 - u.V1) * sixth, far = u.V3 + u.V4;
        u.V0 = u.V0 * V.Create(0.25f) - near + far * V.Create(1f / 24);
        u.V1 = nearDifference + (u.V3 - u.V4) * V.Create(1f / 12);
        u.V2 = far * sixth - near + u.V5;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<V>(ref SixLanes<V> u, float* from, int stride)
        where V : struct, ILanes<V>
    {
        u.V0 = V.Load(in *from, 0);
        u.V1 = V.Load(in *from, stride);
        u.V2 = V.Load(in *from, 2 * stride);
        u.V3 = V.Load(in *from, 3 * stride);
        u.V4 = V.Load(in *from, 4 * stride);
        u.V5 = V.Load(in *from, 5 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V>(ref SixLanes<V> u, float* from, int stride)
        where V : struct, ILanes<V>
    {
        u.V0 += V.Load(in *from, 0);
        u.V1 += V.Load(in *from, stride);
        u.V2 += V.Load(in *from, 2 * stride);
        u.V3 += V.Load(in *from, 3 * stride);
        u.V4 += V.Load(in *from, 4 * stride);
        u.V5 += V.Load(in *from, 5 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(in SixLanes<V> u, float* to, int stride)
        where V : struct, ILanes<V>
    {
        u.V0.Store(ref *to, 0);
        u.V1.Store(ref *to, stride);
        u.V2.Store(ref *to, 2 * stride);
        u.V3.Store(ref *to, 3 * stride);
        u.V4.Store(ref *to, 4 * stride);
        u.V5.Store(ref *to, 5 * stride);
    }
}
