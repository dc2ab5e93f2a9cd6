namespace ModelDsl;

/// <summary>
/// The base of all losses: what training makes small. Names, arguments and defaults are those of <c>torch.nn</c>.
/// A model without a loss can predict, but not be trained.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public abstract class LossAttribute : Attribute
{
    /// <summary>How the losses of a batch become one number; the mean, unless written.</summary>
    public Reduction Reduction { get; set; } = Reduction.Mean;
}
