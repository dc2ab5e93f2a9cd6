namespace ModelDsl;

/// <summary>
/// Marks the method that says what training makes small: one number, from the outputs of <see cref="ForwardAttribute">[Forward]</see> and the
/// targets. Several losses may be weighted and added. One number for each sample counts as their mean over the batch.
/// </summary>
/// <example>
/// <code>
/// [Objective]
/// private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ObjectiveAttribute : Attribute;
