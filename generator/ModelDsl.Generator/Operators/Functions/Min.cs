using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary>The smallest along some dimensions.</summary>
internal sealed record Min(EquatableArray<int> Dims, bool KeepDim) : ExtremeFunction(Fold.Min, Dims, KeepDim)
{
    public override string Formula => "y = min x";

    public static Min Create(LayerSpec call) => new(DimsOf(call), call.Bool("KeepDim", false));
}
