using System.Collections.Immutable;

namespace ModelDsl;

/// <summary>
/// Parameters that an optimizer treats in their own way, as the parameter groups of <c>torch.optim</c>. They are told by their names, or by the
/// <see cref="ParameterGroupAttribute">[ParameterGroup]</see> of their blocks; those of no group go by the optimizer's own options.
/// </summary>
/// <remarks>The options may be changed between steps. What a group does not set is the optimizer's.</remarks>
/// <example>
/// <code>
/// var adam = new AdamW(model)
/// {
///     Groups =
///     {
///         new ParameterGroup("*.bias", "bn*") { WeightDecay = 0 },
///         new ParameterGroup { Name = "backbone", LearningRateFactor = 0.1 },
///     },
/// };
/// </code>
/// </example>
public sealed class ParameterGroup
{
    /// <summary>Makes a group of the parameters whose names match.</summary>
    /// <param name="patterns">PyTorch's names, in which <c>*</c> stands for any characters, dots too: <c>"*.bias"</c>, <c>"stem.*"</c>.</param>
    /// <exception cref="ArgumentException">A pattern is empty.</exception>
    public ParameterGroup(params ReadOnlySpan<string> patterns)
    {
        foreach (string pattern in patterns) ArgumentException.ThrowIfNullOrEmpty(pattern, nameof(patterns));
        Patterns = [.. patterns];
    }

    /// <summary>What the names of its parameters look like.</summary>
    public ImmutableArray<string> Patterns { get; }

    /// <summary>The name that <see cref="ParameterGroupAttribute">[ParameterGroup]</see> gives to blocks, whose parameters belong to the group too; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>What the optimizer's learning rate is multiplied by, so that schedules act on all groups alike; 0 keeps the parameters as they are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double LearningRateFactor
    {
        get;
        set => field = Require.AtLeastZero(value, nameof(LearningRateFactor));
    } = 1;

    /// <summary>The weight decay in place of the optimizer's; null, the default, for that.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double? WeightDecay
    {
        get;
        set => field = value is { } decay ? Require.AtLeastZero(decay, nameof(WeightDecay)) : null;
    }

    /// <summary>What selects its parameters, for messages: <c>'*.bias', [ParameterGroup("head")]</c>.</summary>
    public override string ToString() => string.Join(", ", [.. Patterns.Select(pattern => $"'{pattern}'"), .. Name is null ? Array.Empty<string>() : [$"[ParameterGroup(\"{Name}\")]"]]);

    /// <summary>Whether a parameter belongs to the group.</summary>
    internal bool Has(Parameter parameter)
        => (Name is not null && parameter.Group == Name) || Patterns.Any(pattern => NamePattern.Matches(pattern, parameter.Name));
}
