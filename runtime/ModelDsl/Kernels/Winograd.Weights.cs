using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>Between weights and transformed weights.</content>
public static unsafe partial class Winograd
{
    private const int PanelWidth = 32;

    /// <summary>Rows whose taps are transposed together: 9 KB.</summary>
    private const int WeightsAtATime = 16;

    private static void PackWeights<V>(ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputs, bool isBackward, int first, int end)
        where V : struct, ILanes<V>
    {
        int columns = isBackward ? inputs : outputs, rows = isBackward ? outputs : inputs;
        float* taps = stackalloc float[(WeightsAtATime * Taps * Taps + 1) * Lanes];
        taps = Align(taps);
        new Span<float>(taps, WeightsAtATime * Taps * Taps * Lanes).Clear();
        fixed (float* source = weight, target = packed)
        {
            for (int group = first; group < end; group++)
            {
                int column = group * Lanes, panel = column / PanelWidth, width = Math.Min(PanelWidth, RoundUp(columns) - panel * PanelWidth);
                int count = Math.Min(Lanes, columns - column);
                float* to = target + panel * Elements * MatrixStride(rows, PanelWidth) + column % PanelWidth;
                int element = MatrixStride(rows, width);
                for (int row = 0; row < rows; row += WeightsAtATime)
                {
                    // The columns become lanes: [row][tap][lane].
                    int atATime = Math.Min(WeightsAtATime, rows - row);
                    if (isBackward)
                    {
                        for (int i = 0; i < atATime; i++)
                            Transposition.Run(source + ((row + i) * inputs + column) * Taps * Taps, Taps * Taps, taps + i * Taps * Taps * Lanes, Lanes, count, Taps * Taps);
                    }
                    else
                    {
                        Transposition.Run(source + (column * inputs + row) * Taps * Taps, inputs * Taps * Taps, taps, Lanes, count, atATime * Taps * Taps);
                    }
                    for (int i = 0; i < atATime; i++)
                    {
                        for (int c = 0; c < Lanes; c += V.Count)
                        {
                            // Turned round, the taps are read from the last to the first.
                            if (isBackward) TransformTaps<V>(taps + ((i + 1) * Taps * Taps - 1) * Lanes + c, -Lanes, to + (row + i) * width + c, element);
                            else TransformTaps<V>(taps + i * Taps * Taps * Lanes + c, Lanes, to + (row + i) * width + c, element);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Floats from one element's matrix to the next in a panel: off multiples of 4 KB, as <see cref="ElementStride"/>.</summary>
    private static int MatrixStride(int rows, int width) => rows * width + Lanes;

    /// <summary>Floats of the panels of a block of inputs.</summary>
    private static int BlockFloats(int inputs, int rounded) => Elements * (inputs * rounded + (rounded + PanelWidth - 1) / PanelWidth * Lanes);

    /// <summary>G g Gᵀ of nine taps, into 36 elements.</summary>
    private static void TransformTaps<V>(float* taps, int tapStride, float* to, int element)
        where V : struct, ILanes<V>
    {
        float* half = stackalloc float[(Patch * Taps + 1) * Lanes];
        half = Align(half);
        for (int j = 0; j < Taps; j++)
        {
            SixLanes<V> u = default;
            float* tap = taps + j * tapStride;
            FromTaps(V.Load(in *tap, 0), V.Load(in *tap, Taps * tapStride), V.Load(in *tap, 2 * Taps * tapStride), ref u);
            Store(in u, half + j * Lanes, Taps * Lanes);
        }
        for (int i = 0; i < Patch; i++)
        {
            SixLanes<V> u = default;
            float* part = half + i * Taps * Lanes;
            FromTaps(V.Load(in *part, 0), V.Load(in *part, Lanes), V.Load(in *part, 2 * Lanes), ref u);
            Store(in u, to + i * Patch * element, element);
        }
    }

    private static void UnpackGradient<V>(ReadOnlySpan<float> sums, Span<float> dweight, int parts, int outputs, int inputs, int inputsOfBlock, int first, int end)
        where V : struct, ILanes<V>
    {
        int rounded = RoundUp(outputs), partFloats = 0;
        for (int input = 0; input < inputs; input += inputsOfBlock) partFloats += BlockFloats(Math.Min(inputsOfBlock, inputs - input), rounded);
        float* taps = stackalloc float[(WeightsAtATime * Taps * Taps + 1) * Lanes];
        taps = Align(taps);
        fixed (float* source = sums, target = dweight)
        {
            for (int output = 0; output < outputs; output += Lanes)
            {
                int panel = output / PanelWidth, width = Math.Min(PanelWidth, rounded - panel * PanelWidth), count = Math.Min(Lanes, outputs - output);
                for (int input = first; input < end; input += WeightsAtATime)
                {
                    int atATime = Math.Min(WeightsAtATime, end - input);
                    for (int i = 0; i < atATime; i++)
                    {
                        (int block, int row) = Math.DivRem(input + i, inputsOfBlock);
                        int blockInputs = Math.Min(inputsOfBlock, inputs - block * inputsOfBlock);
                        float* from = source + block * BlockFloats(inputsOfBlock, rounded) + panel * Elements * MatrixStride(blockInputs, PanelWidth) + row * width + output % PanelWidth;
                        for (int c = 0; c < Lanes; c += V.Count)
                            TransformGradient<V>(from + c, MatrixStride(blockInputs, width), parts, partFloats, taps + i * Taps * Taps * Lanes + c);
                    }
                    Transposition.Run(taps, Lanes, target + (output * inputs + input) * Taps * Taps, inputs * Taps * Taps, atATime * Taps * Taps, count);
                }
            }
        }
    }

    /// <summary>Gᵀ dU G of 36 elements, each the sum of its parts, into nine taps.</summary>
    private static void TransformGradient<V>(float* from, int element, int parts, int partFloats, float* taps)
        where V : struct, ILanes<V>
    {
        float* half = stackalloc float[(Patch * Taps + 1) * Lanes];
        half = Align(half);
        for (int j = 0; j < Patch; j++)
        {
            SixLanes<V> u = default;
            Load(ref u, from + j * element, Patch * element);
            for (int part = 1; part < parts; part++) Add(ref u, from + part * partFloats + j * element, Patch * element);
            ToTaps(ref u);
            float* into = half + j * Lanes;
            u.V0.Store(ref *into, 0);
            u.V1.Store(ref *into, Patch * Lanes);
            u.V2.Store(ref *into, 2 * Patch * Lanes);
        }
        for (int i = 0; i < Taps; i++)
        {
            SixLanes<V> u = default;
            Load(ref u, half + i * Patch * Lanes, Lanes);
            ToTaps(ref u);
            float* into = taps + i * Taps * Lanes;
            u.V0.Store(ref *into, 0);
            u.V1.Store(ref *into, Lanes);
            u.V2.Store(ref *into, 2 * Lanes);
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
