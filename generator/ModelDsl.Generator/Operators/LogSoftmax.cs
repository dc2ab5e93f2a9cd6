using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>yᵢ = xᵢ − ln Σⱼ exp(xⱼ)</c> along one dimension.</summary>
internal sealed record LogSoftmax(int Dim) : SoftmaxOperator(Dim)
{
    public override string Formula => "yᵢ = xᵢ − ln Σⱼ exp(xⱼ)";

    public static LogSoftmax Create(LayerSpec layer) => new(layer.Int("Dim", 1));

    /// <summary>As a function: of a dimension of one sample.</summary>
    public static LogSoftmax CreateFunction(LayerSpec call) => new(WithBatch(call.Int("Dim", -1))) { IsFunction = true };

    protected override string Kernels => "LogSoftmax";

    protected override string GradientFormula => "dxᵢ = dyᵢ − exp(yᵢ) · Σⱼ dyⱼ";
}
