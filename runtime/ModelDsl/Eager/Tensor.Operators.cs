using System.Runtime.CompilerServices;

namespace ModelDsl;

/// <content>Operators: element by element, after broadcasting.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// Part of a sample: <c>x[0]</c> drops the first dimension, <c>x[1..3]</c> keeps two of its slices, <c>x[.., ^1]</c> is the last of the second.
    /// </summary>
    /// <param name="indices">One for each dimension, from the first; those left out are kept whole.</param>
    /// <exception cref="ArgumentException">There are too many, or there is no such place.</exception>
    [IndexerName("Slice")] // "Item", its name otherwise, is PyTorch's word for the only value
    public Tensor this[params TensorIndex[] indices] => TensorFunctions.Slice(this, indices);

    /// <summary><c>−x</c></summary>
    public static Tensor operator -(Tensor x) => TensorFunctions.Neg(x);

    /// <summary>
    /// <c>a + b</c>. As in PyTorch, shapes are compared from the last size; a size of 1, or a missing one, is repeated: [3, 4] + [4], [3, 1] + [4].
    /// What is shared by the batch is repeated for each sample.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator +(Tensor a, Tensor b) => TensorFunctions.Add(a, b);

    /// <summary><c>a + b</c></summary>
    public static Tensor operator +(Tensor a, float b) => TensorFunctions.Add(a, b);

    /// <summary><c>a + b</c></summary>
    public static Tensor operator +(float a, Tensor b) => TensorFunctions.Add(a, b);

    /// <summary><c>a − b</c>, after broadcasting: see <see cref="op_Addition(Tensor, Tensor)"/>.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator -(Tensor a, Tensor b) => TensorFunctions.Subtract(a, b);

    /// <summary><c>a − b</c></summary>
    public static Tensor operator -(Tensor a, float b) => TensorFunctions.Subtract(a, b);

    /// <summary><c>a − b</c></summary>
    public static Tensor operator -(float a, Tensor b) => TensorFunctions.Subtract(a, b);

    /// <summary><c>a · b</c>, element by element after broadcasting: see <see cref="op_Addition(Tensor, Tensor)"/>.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator *(Tensor a, Tensor b) => TensorFunctions.Multiply(a, b);

    /// <summary><c>a · b</c></summary>
    public static Tensor operator *(Tensor a, float b) => TensorFunctions.Multiply(a, b);

    /// <summary><c>a · b</c></summary>
    public static Tensor operator *(float a, Tensor b) => TensorFunctions.Multiply(a, b);

    /// <summary><c>a / b</c>, after broadcasting: see <see cref="op_Addition(Tensor, Tensor)"/>.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator /(Tensor a, Tensor b) => TensorFunctions.Divide(a, b);

    /// <summary><c>a / b</c></summary>
    public static Tensor operator /(Tensor a, float b) => TensorFunctions.Divide(a, b);

    /// <summary><c>a / b</c></summary>
    public static Tensor operator /(float a, Tensor b) => TensorFunctions.Divide(a, b);
}
