namespace ModelDsl;

/// <content>Linear.</content>
public static partial class EagerLayers
{
    /// <summary>A fully connected layer: <c>y = x · Wᵀ + b</c>. [.., in] → [.., out].</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The weight, [out, in].</param>
    /// <param name="bias">The bias, [out], or null.</param>
    /// <exception cref="ArgumentException">The sizes do not go together.</exception>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        if (weight.Shape.Length != 2) throw new ArgumentException($"Linear: the weight is {weight.Description}, and [out, in] was expected.", nameof(weight));
        CheckShape("Linear", nameof(bias), bias, weight.Shape[0]);
        if (x.Shape.Length == 0 || x.Shape[^1] != weight.Shape[1])
        {
            throw new ArgumentException(
                $"Linear: {weight.Shape[1]} features were expected in the last dimension, and {Sizes.Text(x.Shape.AsSpan())} came. Write Flatten before it, or another number of features.", nameof(x));
        }
        Tensor product = TensorFunctions.MatMul(x, TensorFunctions.Transpose(weight, 0, 1));
        return bias is null ? product : product + bias;
    }
}
