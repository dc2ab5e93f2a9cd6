namespace ModelDsl;

/// <content>Functions of each value, and softmax, as methods.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="TensorFunctions.Exp"/>
    public Tensor Exp() => TensorFunctions.Exp(this);

    /// <inheritdoc cref="TensorFunctions.Log"/>
    public Tensor Log() => TensorFunctions.Log(this);

    /// <inheritdoc cref="TensorFunctions.Sqrt"/>
    public Tensor Sqrt() => TensorFunctions.Sqrt(this);

    /// <inheritdoc cref="TensorFunctions.Abs"/>
    public Tensor Abs() => TensorFunctions.Abs(this);

    /// <inheritdoc cref="TensorFunctions.Square"/>
    public Tensor Square() => TensorFunctions.Square(this);

    /// <inheritdoc cref="TensorFunctions.Pow(Tensor, float)"/>
    public Tensor Pow(float exponent) => TensorFunctions.Pow(this, exponent);

    /// <inheritdoc cref="TensorFunctions.Clamp"/>
    public Tensor Clamp(float min = float.NegativeInfinity, float max = float.PositiveInfinity) => TensorFunctions.Clamp(this, min, max);

    /// <inheritdoc cref="TensorFunctions.ReLU"/>
    public Tensor ReLU() => TensorFunctions.ReLU(this);

    /// <inheritdoc cref="TensorFunctions.Sigmoid"/>
    public Tensor Sigmoid() => TensorFunctions.Sigmoid(this);

    /// <inheritdoc cref="TensorFunctions.Tanh"/>
    public Tensor Tanh() => TensorFunctions.Tanh(this);

    /// <inheritdoc cref="TensorFunctions.Softmax"/>
    public Tensor Softmax(int dim = -1) => TensorFunctions.Softmax(this, dim);

    /// <inheritdoc cref="TensorFunctions.LogSoftmax"/>
    public Tensor LogSoftmax(int dim = -1) => TensorFunctions.LogSoftmax(this, dim);
}
