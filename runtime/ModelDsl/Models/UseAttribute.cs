namespace ModelDsl;

/// <summary>The block is another model: its <see cref="ForwardAttribute">[Forward]</see> with parameters of its own, named after the block.</summary>
/// <typeparam name="TModel">A class that is marked with <see cref="ModelAttribute">[Model]</see>.</typeparam>
/// <example>
/// <code>
/// [Use&lt;ResidualBlock&gt;, Repeat(3)] private partial Tensor Blocks(Tensor x);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UseAttribute<TModel> : Attribute
    where TModel : class;
