using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>Between weights and transformed weights.</content>
public static unsafe partial class Winograd
{
    private const int PanelWidth = 32;
    private const int MostOfTail = 4;

    /// <summary>Rows whose taps are transposed together: 9 KB.</summary>
    private const int WeightsAtATime = 16;

    private static void PackWeights<TTiles>(ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputs, bool isBackward, int first, int end, int interleave)
        where TTiles : struct, ITiles
    {
        if (Vector512.IsHardwareAccelerated) PackWeights<TTiles, Lanes512>(weight, packed, outputs, inputs, isBackward, first, end, interleave);
        else if (Vector256.IsHardwareAccelerated) PackWeights<TTiles, Lanes256>(weight, packed, outputs, inputs, isBackward, first, end, interleave);
        else PackWeights<TTiles, Lanes128>(weight, packed, outputs, inputs, isBackward, first, end, interleave);
    }

    private static void PackWeights<TTiles, V>(ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputs, bool isBackward, int first, int end, int interleave)
        where TTiles : struct, ITiles
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
                float* to = target + panel * TTiles.Patch * TTiles.Patch * MatrixStride(rows, PanelWidth) + column % PanelWidth;
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
                            if (isBackward) TransformTaps<TTiles, V>(taps + ((i + 1) * Taps * Taps - 1) * Lanes + c, -Lanes, to + (row + i) * width + c, element);
                            else TransformTaps<TTiles, V>(taps + i * Taps * Taps * Lanes + c, Lanes, to + (row + i) * width + c, element);
                        }
                    }
                }
                if (interleave == 1 || count == Lanes) continue;
                for (int i = 0; i < TTiles.Patch * TTiles.Patch; i++) Interleaved.Pack(ref to[i * element], count, width, run: rows, interleave);
            }
        }
    }

    /// <summary>Floats from one element's matrix to the next in a panel: off multiples of 4 KB, as <see cref="ElementStride"/>.</summary>
    private static int MatrixStride(int rows, int width) => rows * width + Lanes;

    /// <summary>Outputs behind whole vectors whose sums are turned round, [output][input]: up to four.</summary>
    private static int TailOf(int outputs) => outputs % Lanes <= MostOfTail ? outputs % Lanes : 0;

    /// <summary>Floats of the panels of a block of inputs.</summary>
    private static int PanelFloats<TTiles>(int inputs, int rounded)
        where TTiles : struct, ITiles => TTiles.Patch * TTiles.Patch * (inputs * rounded + (rounded + PanelWidth - 1) / PanelWidth * Lanes);

    /// <summary>Floats from one element's rows of the tail to the next.</summary>
    private static int TailStride(int inputs, int tail) => tail == 0 ? 0 : tail * RoundUp(inputs) + Lanes;

    /// <summary>Floats of a block of inputs: its panels and its tail.</summary>
    private static int BlockFloats<TTiles>(int inputs, int rounded, int tail)
        where TTiles : struct, ITiles => PanelFloats<TTiles>(inputs, rounded) + TTiles.Patch * TTiles.Patch * TailStride(inputs, tail);

    /// <summary>G g Gᵀ of nine taps, into the elements of a patch.</summary>
    private static void TransformTaps<TTiles, V>(float* taps, int tapStride, float* to, int element)
        where TTiles : struct, ITiles
        where V : struct, ILanes<V>
    {
        float* half = stackalloc float[(TTiles.Patch * Taps + 1) * Lanes];
        half = Align(half);
        for (int j = 0; j < Taps; j++)
        {
            PatchLanes<V> u = default;
            float* tap = taps + j * tapStride;
            TTiles.FromTaps(V.Load(in *tap, 0), V.Load(in *tap, Taps * tapStride), V.Load(in *tap, 2 * Taps * tapStride), ref u);
            u.Store(half + j * Lanes, Taps * Lanes, TTiles.Patch);
        }
        for (int i = 0; i < TTiles.Patch; i++)
        {
            PatchLanes<V> u = default;
            float* part = half + i * Taps * Lanes;
            TTiles.FromTaps(V.Load(in *part, 0), V.Load(in *part, Lanes), V.Load(in *part, 2 * Lanes), ref u);
            u.Store(to + i * TTiles.Patch * element, element, TTiles.Patch);
        }
    }

    private static void UnpackGradient<TTiles>(ReadOnlySpan<float> sums, Span<float> dweight, int parts, int outputs, int inputs, int inputsOfBlock, int first, int end)
        where TTiles : struct, ITiles
    {
        if (Vector512.IsHardwareAccelerated) UnpackGradient<TTiles, Lanes512>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end);
        else if (Vector256.IsHardwareAccelerated) UnpackGradient<TTiles, Lanes256>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end);
        else UnpackGradient<TTiles, Lanes128>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end);
    }

    private static void UnpackGradient<TTiles, V>(ReadOnlySpan<float> sums, Span<float> dweight, int parts, int outputs, int inputs, int inputsOfBlock, int first, int end)
        where TTiles : struct, ITiles
        where V : struct, ILanes<V>
    {
        int tail = TailOf(outputs), panelOutputs = outputs - tail, rounded = RoundUp(panelOutputs), partFloats = 0;
        for (int input = 0; input < inputs; input += inputsOfBlock) partFloats += BlockFloats<TTiles>(Math.Min(inputsOfBlock, inputs - input), rounded, tail);
        float* taps = stackalloc float[(WeightsAtATime * Taps * Taps + 1) * Lanes];
        taps = Align(taps);
        fixed (float* source = sums, target = dweight)
        {
            for (int output = 0; output < panelOutputs; output += Lanes)
            {
                int panel = output / PanelWidth, width = Math.Min(PanelWidth, rounded - panel * PanelWidth), count = Math.Min(Lanes, panelOutputs - output);
                for (int input = first; input < end; input += WeightsAtATime)
                {
                    int atATime = Math.Min(WeightsAtATime, end - input);
                    for (int i = 0; i < atATime; i++)
                    {
                        (int block, int row) = Math.DivRem(input + i, inputsOfBlock);
                        int blockInputs = Math.Min(inputsOfBlock, inputs - block * inputsOfBlock);
                        float* from = source + block * BlockFloats<TTiles>(inputsOfBlock, rounded, tail) + panel * TTiles.Patch * TTiles.Patch * MatrixStride(blockInputs, PanelWidth) + row * width + output % PanelWidth;
                        for (int c = 0; c < Lanes; c += V.Count)
                            TransformGradient<TTiles, V>(from + c, MatrixStride(blockInputs, width), parts, partFloats, taps + i * Taps * Taps * Lanes + c);
                    }
                    Transposition.Run(taps, Lanes, target + (output * inputs + input) * Taps * Taps, inputs * Taps * Taps, atATime * Taps * Taps, count);
                }
            }
            if (tail == 0) return;
            // Here the lanes are inputs, as many as there are up to the end of a block.
            for (int input = first, count; input < end; input += count)
            {
                (int block, int column) = Math.DivRem(input, inputsOfBlock);
                int blockInputs = Math.Min(inputsOfBlock, inputs - block * inputsOfBlock);
                count = Math.Min(Lanes, Math.Min(end - input, blockInputs - column));
                float* from = source + block * BlockFloats<TTiles>(inputsOfBlock, rounded, tail) + PanelFloats<TTiles>(blockInputs, rounded) + column;
                for (int row = 0; row < tail; row++)
                {
                    for (int c = 0; c < count; c += V.Count)
                        TransformGradient<TTiles, V>(from + row * RoundUp(blockInputs) + c, TailStride(blockInputs, tail), parts, partFloats, taps + c);
                    Transposition.Run(taps, Lanes, target + ((panelOutputs + row) * inputs + input) * Taps * Taps, Taps * Taps, Taps * Taps, count);
                }
            }
        }
    }

    /// <summary>Gᵀ dU G of the elements of a patch, each the sum of its parts, into nine taps.</summary>
    private static void TransformGradient<TTiles, V>(float* from, int element, int parts, int partFloats, float* taps)
        where TTiles : struct, ITiles
        where V : struct, ILanes<V>
    {
        float* half = stackalloc float[(TTiles.Patch * Taps + 1) * Lanes];
        half = Align(half);
        for (int j = 0; j < TTiles.Patch; j++)
        {
            PatchLanes<V> u = default;
            u.Load(from + j * element, TTiles.Patch * element, TTiles.Patch);
            for (int part = 1; part < parts; part++) u.Add(from + part * partFloats + j * element, TTiles.Patch * element, TTiles.Patch);
            TTiles.ToTaps(ref u);
            u.Store(half + j * Lanes, TTiles.Patch * Lanes, Taps);
        }
        for (int i = 0; i < Taps; i++)
        {
            PatchLanes<V> u = default;
            u.Load(half + i * TTiles.Patch * Lanes, Lanes, TTiles.Patch);
            TTiles.ToTaps(ref u);
            u.Store(taps + i * Taps * Lanes, Lanes, Taps);
        }
    }
}
