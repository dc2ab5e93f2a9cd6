using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>|x − t|</c></summary>
internal sealed record L1Loss(Reduction Reduction) : ElementwiseLoss(Reduction)
{
    public override string Formula => "loss = |x − t|";

    public static L1Loss Create(LayerSpec layer) => new(ReductionOf(layer));

    protected override string Kernel => "L1";
}
