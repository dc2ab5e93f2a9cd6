using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>The sum of each window over its divisor: the window with its padding, without it, or a number of the user's.</summary>
internal sealed class AvgPool2dReference(DeclaredLayer layer) : ReferenceOperator
{
    private readonly (PoolWindow Height, PoolWindow Width) _window = PoolWindow.Of(layer);
    private readonly bool _countIncludePad = layer.Bool("CountIncludePad", true);
    private readonly int _divisorOverride = layer.Int("DivisorOverride", 0);
    private ReferenceTensor _input = null!;

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _input = input;
        ReferenceTensor output = new(input.Batch, input.Shape[1], _window.Height.Outputs(input.Shape[2]), _window.Width.Outputs(input.Shape[3]));
        Visit(output.Shape, (to, from, share) => output.Values[to] += input.Values[from] * share);
        return output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _input.Like();
        Visit(outputGradient.Shape, (to, from, share) => inputGradient.Values[from] += outputGradient.Values[to] * share);
        return inputGradient;
    }

    private void Visit(int[] output, Action<int, int, double> visit)
    {
        int height = _input.Shape[2], width = _input.Shape[3], at = 0;
        for (int plane = 0; plane < output[0] * output[1]; plane++)
            for (int oy = 0; oy < output[2]; oy++)
                for (int ox = 0; ox < output[3]; ox++, at++)
                {
                    int[] rows = [.. _window.Height.Inside(oy, height)], columns = [.. _window.Width.Inside(ox, width)];
                    int divisor = _divisorOverride != 0 ? _divisorOverride
                        : _countIncludePad ? _window.Height.Covered(oy, height) * _window.Width.Covered(ox, width)
                        : rows.Length * columns.Length;
                    foreach (int y in rows)
                        foreach (int x in columns) visit(at, (plane * height + y) * width + x, 1.0 / divisor);
                }
    }
}
