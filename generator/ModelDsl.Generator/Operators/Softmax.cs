using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)</c> along one dimension.</summary>
internal sealed record Softmax(int Dim) : SoftmaxOperator(Dim)
{
    public override string Formula => "yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)";

    public static Softmax Create(LayerSpec layer) => new(layer.Int("Dim", 1));

    /// <summary>As a function: of a dimension of one sample.</summary>
    public static Softmax CreateFunction(LayerSpec call) => new(WithBatch(call.Int("Dim", -1))) { IsFunction = true };

    protected override string Kernels => "Softmax";

    protected override string GradientFormula => "dxᵢ = yᵢ · (dyᵢ − Σⱼ dyⱼ · yⱼ)";
}
