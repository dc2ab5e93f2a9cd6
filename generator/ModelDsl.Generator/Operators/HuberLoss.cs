using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>With d = x − t, <c>d²/2</c> where |d| ≤ delta, <c>delta · (|d| − delta/2)</c> elsewhere.</summary>
internal sealed record HuberLoss(Reduction Reduction, float Delta) : ElementwiseLoss(Reduction)
{
    public override string Formula => "loss = |d| ≤ delta ? d²/2 : delta · (|d| − delta/2), d = x − t";

    public static HuberLoss Create(LayerSpec layer) => new(ReductionOf(layer), layer.Float("Delta", 1));

    protected override void CheckArguments(ShapeContext shapes) => shapes.Require(Delta > 0, "Delta", Delta, "greater than 0");

    protected override string Kernel => "Huber";

    protected override string Arguments => $", delta: {CodeWriter.Literal(Delta)}";
}
