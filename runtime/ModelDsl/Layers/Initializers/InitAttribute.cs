namespace ModelDsl;

/// <summary>
/// The base of the initialisers: each stands behind the layer whose parameter it starts, in place of the layer's own start. Names, arguments and
/// formulas are those of <c>torch.nn.init</c>.
/// </summary>
/// <example>
/// <code>
/// [Conv2d(64, 3), InitKaimingNormal(Mode = FanMode.FanOut, Nonlinearity = Nonlinearity.ReLU), ReLU]
/// [Linear(10), InitNormal(Std = 0.01f), InitZeros(Of = "bias")]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public abstract class InitAttribute : Attribute
{
    /// <summary>Which parameter of the layer before it: <c>weight</c>, the default, or <c>bias</c>.</summary>
    public string Of { get; set; } = "weight";
}
