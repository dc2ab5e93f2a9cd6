namespace ModelDsl;

/// <summary>
/// Marks the method that is the network: from inputs, one sample each with its <see cref="ShapeAttribute">[Shape]</see>, to outputs (several
/// as a tuple). Its body is plain C# over blocks and <see cref="TensorFunctions"/>: the compiler reads it, and it runs as it stands.
/// </summary>
/// <example>
/// <code>
/// [Forward]
/// private Tensor Run([Shape(3, 32, 32)] Tensor image)
/// {
///     Tensor x = Stem(image);
///     x = ReLU(x + Refine(x));
///     return Head(x);
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ForwardAttribute : Attribute;
