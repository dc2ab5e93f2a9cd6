using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>yᵢ = xᵢ − ln Σⱼ exp(xⱼ)</c> along one dimension.</summary>
internal sealed record LogSoftmax(int Dim) : SoftmaxOperator(Dim)
{
    public override string Formula => "yᵢ = xᵢ − ln Σⱼ exp(xⱼ)";

    public static LogSoftmax Create(LayerSpec layer) => new(layer.Int("Dim", 1));

    protected override string Kernels => "LogSoftmax";

    protected override string GradientFormula => "dxᵢ = dyᵢ − exp(yᵢ) · Σⱼ dyⱼ";
}
