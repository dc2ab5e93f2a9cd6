namespace ModelDsl;

/// <summary><c>y = ln(1 + exp(beta · x)) / beta</c>; x itself where beta · x &gt; threshold. Element by element, any shape.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class SoftplusAttribute : LayerAttribute
{
    /// <summary>How sharp the bend at zero is.</summary>
    public float Beta { get; set; } = 1;

    /// <summary>Where the function counts as straight.</summary>
    public float Threshold { get; set; } = 20;
}
