using System.Collections;

namespace ModelDsl;

/// <summary>The <see cref="ParameterGroup">groups</see> of an optimizer. No parameter is in two of them, and none is empty.</summary>
public sealed class ParameterGroupCollection : IReadOnlyList<ParameterGroup>
{
    private readonly Optimizer _optimizer;
    private readonly List<ParameterGroup> _groups = [];

    internal ParameterGroupCollection(Optimizer optimizer)
    {
        _optimizer = optimizer;
        Ranges = GroupRanges.Of(optimizer.Model.Parameters, _groups);
    }

    /// <summary>How many groups there are, without the parameters of no group.</summary>
    public int Count => _groups.Count;

    /// <summary>Which parts of the block of parameters belong to which group.</summary>
    internal GroupRanges Ranges { get; private set; }

    /// <summary>The group at a position, in the order in which they were added.</summary>
    public ParameterGroup this[int index] => _groups[index];

    /// <summary>Adds a group; its options hold from the next step on.</summary>
    /// <param name="group">The group.</param>
    /// <exception cref="ArgumentException">
    /// It selects nothing, a pattern or name of it selects nothing (the message lists names that are near), or a parameter is in another group already.
    /// Nothing has changed.
    /// </exception>
    /// <exception cref="NotSupportedException">The optimizer's rule knows no groups: see <see cref="Optimizer.SupportsGroups"/>.</exception>
    public void Add(ParameterGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!_optimizer.KnowsGroups)
        {
            string name = _optimizer.GetType().Name;
            throw new NotSupportedException($"{name} knows no groups. Take its rates from RatesAt(start) in {name}.Update, and override SupportsGroups to say so.");
        }
        ParameterCollection parameters = _optimizer.Model.Parameters;
        GroupSelection.Check(group, parameters);
        foreach (Parameter parameter in parameters)
        {
            if (!parameter.IsTrainable || !group.Has(parameter) || Of(parameter) is not { } other) continue;
            throw new ArgumentException($"{parameter.Name}: is in two groups, {other} and {group}. A parameter can be in one only; write patterns that share none.", nameof(group));
        }
        _groups.Add(group);
        Ranges = GroupRanges.Of(parameters, _groups);
    }

    /// <summary>The group of a parameter; null if it goes by the optimizer's own options.</summary>
    /// <param name="parameter">A parameter of the model.</param>
    public ParameterGroup? Of(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _groups.Find(group => group.Has(parameter));
    }

    /// <inheritdoc/>
    public IEnumerator<ParameterGroup> GetEnumerator() => _groups.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
