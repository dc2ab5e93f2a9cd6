using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The sum of an output's gradient over samples and pixels, which linear layers and convolutions share.</summary>
internal static class BiasGradient
{
    /// <summary>Memory for the sums of a piece and, as doubles, of the batch.</summary>
    public static Value Scratch(Differentiation gradient, int channels)
        => gradient.NewValue(gradient.Node.Name + "BiasSums", Shape.Of(3 * Layout.RoundUp(channels)), Extent.Shared);

    /// <summary>Writes the sum over all pieces, in their order.</summary>
    /// <param name="step">A step of domain Tasks.</param>
    /// <param name="dy">The output's gradient.</param>
    /// <param name="dbias">Receives the sums.</param>
    /// <param name="scratch">What <see cref="Scratch"/> made.</param>
    public static void Emit(StepEmitter step, Value dy, Value dbias, Value scratch)
    {
        Layout layout = dy.Layout!;
        int lanes = layout.PixelStride;
        step.Code.Line($"Span<float> partial = {scratch.Name}.Slice(0, {lanes}), totals = {scratch.Name}.Slice({lanes}, {2 * lanes});");
        step.Code.Line("totals.Clear();");
        using (step.Code.Block("for (int p = 0; p < PieceCount; p++)"))
        {
            step.Code.Line($"Reductions.SumPixels({StepEmitter.InPiece(dy)}, {LoadInput.LayoutOf(layout)}, CountOf(p), partial);");
            step.Code.Line("Reductions.Accumulate(partial, totals);");
        }
        step.Code.Line($"Reductions.Store(totals, 0, {dbias.Name});");
    }
}
