using System.Collections.Immutable;

namespace ModelDsl;

/// <content>Functions that users write themselves.</content>
public static partial class TensorFunctions
{
    /// <summary>A function of your own: see <see cref="ITensorFunction"/>.</summary>
    /// <typeparam name="TFunction">Its class.</typeparam>
    /// <param name="x">The input.</param>
    /// <param name="sizes">The shape of the result; none for that of <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">A size is less than 1.</exception>
    public static Tensor Apply<TFunction>(Tensor x, params int[] sizes)
        where TFunction : ITensorFunction
        => Apply(CustomFunction.Of<TFunction>(), [x], sizes);

    /// <summary>A function of two tensors of your own: see <see cref="IBinaryTensorFunction"/>.</summary>
    /// <typeparam name="TFunction">Its class.</typeparam>
    /// <param name="a">The first input.</param>
    /// <param name="b">The second input.</param>
    /// <param name="sizes">The shape of the result; none for that of <paramref name="a"/>.</param>
    /// <exception cref="ArgumentException">A size is less than 1, or the batches differ.</exception>
    public static Tensor Apply<TFunction>(Tensor a, Tensor b, params int[] sizes)
        where TFunction : IBinaryTensorFunction
        => Apply(CustomFunction.OfBinary<TFunction>(), [a, b], sizes);

    private static Tensor Apply(CustomFunction function, Tensor[] inputs, int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        foreach (Tensor input in inputs) ArgumentNullException.ThrowIfNull(input);
        Sizes.CheckPositive("Apply", sizes);
        ImmutableArray<int> shape = sizes.Length == 0 ? inputs[0].Shape : [.. sizes];
        if (inputs.Select(input => input.Samples).OfType<int>().Distinct().ToArray() is { Length: > 1 } differing)
            throw new ArgumentException($"Apply: batches of {differing[0]} and {differing[1]} samples were given together.");
        int? samples = inputs.Select(input => input.Samples).FirstOrDefault(count => count is not null);
        int rows = samples ?? 1, size = Sizes.Count(shape.AsSpan());
        var y = new double[rows * size];
        for (int row = 0; row < rows; row++)
        {
            float[] result = new float[size];
            function.Forward(RowOf(row), result);
            for (int i = 0; i < size; i++) y[row * size + i] = result[i];
        }
        return Tensor.Record(shape, samples, y, inputs, (dy, pass) =>
        {
            double[]?[] sums = [.. inputs.Select(pass.Of)];
            for (int row = 0; row < rows; row++)
            {
                float[][] gradients = [.. inputs.Select(input => new float[input.Size])];
                function.Backward(RowOf(row), Floats(y, row * size, size), Floats(dy, row * size, size), gradients);
                for (int input = 0; input < inputs.Length; input++)
                {
                    if (sums[input] is not { } sum) continue;
                    for (int i = 0; i < gradients[input].Length; i++) sum[inputs[input].Start(row) + i] += gradients[input][i];
                }
            }
        });

        float[][] RowOf(int row) => [.. inputs.Select(input => Floats(input.Data, input.Start(row), input.Size))];

        static float[] Floats(double[] values, int start, int count)
        {
            var floats = new float[count];
            for (int i = 0; i < count; i++) floats[i] = (float)values[start + i];
            return floats;
        }
    }
}
