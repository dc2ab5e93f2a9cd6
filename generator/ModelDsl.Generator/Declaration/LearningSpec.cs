namespace ModelDsl.Generator.Declaration;

/// <summary>How the parameters of a block are learned.</summary>
/// <param name="IsFrozen">Whether they are not learned.</param>
/// <param name="Group">The group that optimizers find them by; null for none.</param>
internal sealed record LearningSpec(bool IsFrozen = false, string? Group = null)
{
    public static LearningSpec Default { get; } = new();

    /// <summary>The same for a block within another: what it says itself counts, but nothing within a frozen block is learned.</summary>
    public LearningSpec Within(LearningSpec outer) => new(IsFrozen || outer.IsFrozen, Group ?? outer.Group);
}
