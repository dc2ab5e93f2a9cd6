namespace ModelDsl;

/// <summary>Checks that all that a group is told by is there: a misspelt name would leave parameters untreated, and nobody would notice.</summary>
internal static class GroupSelection
{
    /// <exception cref="ArgumentException">Something selects no parameter.</exception>
    public static void Check(ParameterGroup group, ParameterCollection parameters)
    {
        if (group.Patterns.IsEmpty && group.Name is null)
        {
            throw new ArgumentException("the group selects nothing: write patterns, new ParameterGroup(\"*.bias\"), or the Name that [ParameterGroup] gives to blocks", nameof(group));
        }
        Parameter[] learned = [.. parameters.Where(parameter => parameter.IsTrainable)];
        foreach (string pattern in group.Patterns)
        {
            if (learned.Any(parameter => NamePattern.Matches(pattern, parameter.Name))) continue;
            bool isState = parameters.Any(parameter => NamePattern.Matches(pattern, parameter.Name));
            throw new ArgumentException(isState
                ? $"'{pattern}' matches nothing that is learned: buffers and frozen parameters are in no group"
                : NearNames.Describe($"no parameter matches '{pattern}'", pattern, [.. learned.Select(parameter => parameter.Name)]), nameof(group));
        }
        if (group.Name is not { } name || learned.Any(parameter => parameter.Group == name)) return;
        string[] known = [.. learned.Select(parameter => parameter.Group).OfType<string>().Distinct()];
        throw new ArgumentException(known.Length == 0
            ? $"no block is marked [ParameterGroup(\"{name}\")]: the model has no such marks"
            : NearNames.Describe($"no block is marked [ParameterGroup(\"{name}\")]", name, known), nameof(group));
    }
}
