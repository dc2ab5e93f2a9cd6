using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary>The greatest along some dimensions.</summary>
internal sealed record Max(EquatableArray<int> Dims, bool KeepDim) : ExtremeFunction(Fold.Max, Dims, KeepDim)
{
    public override string Formula => "y = max x";

    public static Max Create(LayerSpec call) => new(DimsOf(call), call.Bool("KeepDim", false));
}
