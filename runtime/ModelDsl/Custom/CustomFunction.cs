namespace ModelDsl;

/// <summary>A function that a user wrote, of any number of tensors: what the eager mode and the check of gradients call.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Forward">Computes the output of one sample.</param>
/// <param name="Backward">Computes the gradients of the inputs.</param>
internal sealed record CustomFunction(string Name, CustomFunction.ForwardPass Forward, CustomFunction.BackwardPass Backward)
{
    public delegate void ForwardPass(float[][] inputs, float[] y);

    public delegate void BackwardPass(float[][] inputs, float[] y, float[] dy, float[][] gradients);

    public static CustomFunction Of<TFunction>()
        where TFunction : ITensorFunction
        => new(
            typeof(TFunction).Name,
            (inputs, y) => TFunction.Forward(inputs[0], y),
            (inputs, y, dy, gradients) => TFunction.Backward(inputs[0], y, dy, gradients[0]));

    public static CustomFunction OfBinary<TFunction>()
        where TFunction : IBinaryTensorFunction
        => new(
            typeof(TFunction).Name,
            (inputs, y) => TFunction.Forward(inputs[0], inputs[1], y),
            (inputs, y, dy, gradients) => TFunction.Backward(inputs[0], inputs[1], y, dy, gradients[0], gradients[1]));
}
