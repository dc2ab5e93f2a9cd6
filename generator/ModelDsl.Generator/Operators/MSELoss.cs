using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>(x − t)²</c></summary>
internal sealed record MSELoss(Reduction Reduction) : ElementwiseLoss(Reduction)
{
    public override string Formula => "loss = (x − t)²";

    public static MSELoss Create(LayerSpec layer) => new(ReductionOf(layer));

    protected override string Kernel => "MSE";
}
