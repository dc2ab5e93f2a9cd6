namespace ModelDsl;

/// <summary><c>y = scale · x</c> for x &gt; 0, <c>scale · alpha · (eˣ − 1)</c> below, with alpha = 1.6732632423543772 and scale = 1.0507009873554805. Element by element, any shape.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class SELUAttribute : LayerAttribute;
