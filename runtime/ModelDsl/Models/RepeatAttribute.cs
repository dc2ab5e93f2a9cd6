namespace ModelDsl;

/// <summary>
/// The block is there several times, one behind the other, each with parameters of its own, named <c>block.0</c>, <c>block.1</c>, … as in
/// PyTorch's <c>nn.Sequential</c>.
/// </summary>
/// <param name="count">How often, at least 1.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class RepeatAttribute(int count) : Attribute
{
    /// <summary>How often the block is there.</summary>
    public int Count { get; } = count;
}
