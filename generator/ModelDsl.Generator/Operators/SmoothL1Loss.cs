using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>With d = x − t, <c>d² / (2·beta)</c> where |d| &lt; beta, <c>|d| − beta/2</c> elsewhere.</summary>
internal sealed record SmoothL1Loss(Reduction Reduction, float Beta) : ElementwiseLoss(Reduction)
{
    public override string Formula => "loss = |d| < beta ? d² / (2·beta) : |d| − beta/2, d = x − t";

    public static SmoothL1Loss Create(LayerSpec layer) => new(ReductionOf(layer), layer.Float("Beta", 1));

    protected override void CheckArguments(ShapeContext shapes) => shapes.Require(Beta >= 0, "Beta", Beta, "at least 0");

    protected override string Kernel => "SmoothL1";

    protected override string Arguments => $", beta: {CodeWriter.Literal(Beta)}";
}
