namespace ModelDsl;

/// <content>Control over learning.</content>
public static partial class TensorFunctions
{
    /// <summary>The same values, through which no gradient passes: what they were computed from does not learn from what they are used for.</summary>
    public static Tensor Detach(Tensor x) => x.Detach();
}
