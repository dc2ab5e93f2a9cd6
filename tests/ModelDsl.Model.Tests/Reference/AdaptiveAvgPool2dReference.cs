using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>Output o of O is the mean of the inputs from ⌊o·I/O⌋ to ⌈(o+1)·I/O⌉.</summary>
internal sealed class AdaptiveAvgPool2dReference(DeclaredLayer layer) : ReferenceOperator
{
    private readonly (int Height, int Width) _size = layer.Pair("Output", 0);
    private ReferenceTensor _input = null!;

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _input = input;
        ReferenceTensor output = new(input.Batch, input.Shape[1], _size.Height, _size.Width);
        Visit(output.Shape, (to, from, share) => output.Values[to] += input.Values[from] * share);
        return output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _input.Like();
        Visit(outputGradient.Shape, (to, from, share) => inputGradient.Values[from] += outputGradient.Values[to] * share);
        return inputGradient;
    }

    private static (int Start, int End) Window(int output, int outputs, int inputs) =>
        (output * inputs / outputs, ((output + 1) * inputs + outputs - 1) / outputs);

    private void Visit(int[] output, Action<int, int, double> visit)
    {
        int height = _input.Shape[2], width = _input.Shape[3], at = 0;
        for (int plane = 0; plane < output[0] * output[1]; plane++)
            for (int oy = 0; oy < output[2]; oy++)
                for (int ox = 0; ox < output[3]; ox++, at++)
                {
                    (int top, int bottom) = Window(oy, output[2], height);
                    (int left, int right) = Window(ox, output[3], width);
                    for (int y = top; y < bottom; y++)
                        for (int x = left; x < right; x++) visit(at, (plane * height + y) * width + x, 1.0 / ((bottom - top) * (right - left)));
                }
    }
}
