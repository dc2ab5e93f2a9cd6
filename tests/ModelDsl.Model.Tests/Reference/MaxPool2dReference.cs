using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>The maximum of each window; its gradient goes to the first maximum in row order.</summary>
internal sealed class MaxPool2dReference(DeclaredLayer layer) : ReferenceOperator
{
    private readonly (PoolWindow Height, PoolWindow Width) _window = PoolWindow.Of(layer);
    private int[] _winners = [];
    private ReferenceTensor _input = null!;

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _input = input;
        int height = input.Shape[2], width = input.Shape[3];
        ReferenceTensor output = new(input.Batch, input.Shape[1], _window.Height.Outputs(height), _window.Width.Outputs(width));
        _winners = new int[output.Values.Length];
        int at = 0;
        for (int plane = 0; plane < input.Batch * input.Shape[1]; plane++)
            for (int oy = 0; oy < output.Shape[2]; oy++)
                for (int ox = 0; ox < output.Shape[3]; ox++, at++)
                {
                    output.Values[at] = double.NegativeInfinity;
                    foreach (int y in _window.Height.Inside(oy, height))
                        foreach (int x in _window.Width.Inside(ox, width))
                        {
                            int from = (plane * height + y) * width + x;
                            if (input.Values[from] <= output.Values[at]) continue;
                            output.Values[at] = input.Values[from];
                            _winners[at] = from;
                        }
                }
        return output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _input.Like();
        for (int i = 0; i < _winners.Length; i++) inputGradient.Values[_winners[i]] += outputGradient.Values[i];
        return inputGradient;
    }
}
