using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>The sum of an output's gradient over samples and pixels, which linear layers and convolutions share.</summary>
internal static class BiasGradient
{
    /// <summary>Writes the sum over some pieces, in their order, for some channels.</summary>
    /// <param name="step">A step of domain Tasks.</param>
    /// <param name="dy">The output's gradient.</param>
    /// <param name="sums">Receives the sums; replaced, not added to.</param>
    /// <param name="firstPiece">The first piece, an expression.</param>
    /// <param name="endPiece">Behind the last piece.</param>
    /// <param name="at">Where in <paramref name="sums"/> they go.</param>
    /// <param name="channels">How many channels.</param>
    public static void Emit(StepEmitter step, Value dy, Value sums, string firstPiece, string endPiece, int at, int channels)
    {
        Layout layout = dy.Layout!;
        step.Code.Line($"Span<float> sums = {sums.Name}.Slice({at}, {channels});");
        step.Code.Line("sums.Clear();");
        using (step.Code.Block($"for (int p = {firstPiece}; p < {endPiece}; p++)"))
        {
            step.Code.Line($"Span<float> {dy.Name} = {StepEmitter.InPiece(dy)};");
            if (layout.IsContiguous && layout.SampleStride == layout.Height * layout.RowStride)
            {
                step.Code.Line($"Reductions.AddColumnSums({dy.Name}, rows: CountOf(p) * {layout.Pixels}, stride: {layout.PixelStride}, sums);");
                return;
            }
            using (step.Code.Block($"for (int row = 0; row < CountOf(p) * {layout.Height}; row++)"))
            {
                string start = $"row / {layout.Height} * {StepEmitter.Size(dy)} + row % {layout.Height} * {layout.RowStride} + {layout.First}";
                step.Code.Line($"Reductions.AddColumnSums({dy.Name}.Slice({start}, {layout.RowLength}), rows: {layout.Width}, stride: {layout.PixelStride}, sums);");
            }
        }
    }
}
