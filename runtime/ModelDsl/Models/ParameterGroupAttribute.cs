namespace ModelDsl;

/// <summary>
/// Names the group that the parameters of this block belong to, so that an optimizer can treat them in their own way:
/// <c>adam.Groups.Add(new ParameterGroup { Name = "backbone", LearningRateFactor = 0.1 })</c>. By itself it changes nothing.
/// </summary>
/// <remarks>It holds for all that is in the block, other models too; where a block within has a name of its own, that one counts.</remarks>
/// <param name="name">The name; several blocks may have the same.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ParameterGroupAttribute(string name) : Attribute
{
    /// <summary>The group's name.</summary>
    public string Name { get; } = name;
}
