namespace ModelDsl.Runtime.Tests.Eager.Support;

/// <summary>Holds the gradients of the tape against central differences.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;

    /// <summary>Checks the gradient of a random weighted sum of a function's values with respect to every value of every input.</summary>
    /// <param name="function">The function; it must compute the same whenever it is called.</param>
    /// <param name="inputs">Where; no input within <see cref="Step"/> of a kink.</param>
    public static void Check(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        // Copies, for the gradients of an earlier check would add up with those of this one.
        inputs = Array.ConvertAll(inputs, input => Draw.Exactly(input.Samples, [.. input.Shape], input.Values.ToArray()));
        Tensor output = function(inputs);
        Tensor weights = Draw.Values(new Random(7), output.Samples, [.. output.Shape], 0.5, 1.5).Detach();
        TensorFunctions.Sum(output * weights).Backward();
        foreach (Tensor input in inputs)
        {
            Assert.NotNull(input.Grad);
            Assert.Equal(input.Shape, input.Grad.Shape);
            Assert.Equal(input.Samples, input.Grad.Samples);
            for (int i = 0; i < input.Values.Length; i++)
            {
                double expected = (Objective(input, i, Step) - Objective(input, i, -Step)) / (2 * Step), actual = input.Grad.Values[i];
                Assert.True(
                    Math.Abs(expected - actual) <= 1e-6 * (1 + Math.Abs(expected)),
                    $"input {Array.IndexOf(inputs, input)} {input.Description}, value {i}: finite difference {expected:R}, gradient {actual:R}");
            }
        }

        double Objective(Tensor moved, int index, double by)
        {
            double[] values = moved.Values.ToArray();
            values[index] += by;
            Tensor there = Draw.Exactly(moved.Samples, [.. moved.Shape], values);
            Tensor value = TensorFunctions.Sum(function(Array.ConvertAll(inputs, input => input == moved ? there : input)) * weights);
            return value.Values.ToArray().Average();
        }
    }
}
