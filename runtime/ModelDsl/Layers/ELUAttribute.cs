namespace ModelDsl;

/// <summary><c>y = x</c> for x &gt; 0, <c>alpha · (eˣ − 1)</c> below. Element by element, any shape.</summary>
/// <param name="alpha">Minus the limit for x → −∞.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class ELUAttribute(float alpha = 1) : LayerAttribute
{
    /// <summary>Minus the limit for x → −∞.</summary>
    public float Alpha { get; } = alpha;
}
