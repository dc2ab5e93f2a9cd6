namespace ModelDsl;

/// <summary>
/// Holds the gradient of a function of your own against differences of its values, as <c>torch.autograd.gradcheck</c> does: for the tests of your project.
/// </summary>
/// <remarks>
/// At random places in [−2, 2] the change of a random sum of outputs is measured, (f(x + h) − f(x − h)) / 2h, for each value of each input in turn. Where two steps h
/// disagree there is a kink nearby, and nothing is said; if they do so everywhere, that is an error. Values are floats: what is wrong by less than 1 in 500 is not found.
/// </remarks>
public static class GradientCheck
{
    private const float Coarse = 1f / 32, Fine = 1f / 128;
    private const double Relative = 2e-3, Absolute = 2e-3, Kink = 0.02;
    private const int Places = 5;

    /// <summary>Checks a function of one tensor.</summary>
    /// <param name="inputSize">The values of one sample of the input.</param>
    /// <param name="outputSize">The values of one sample of the output.</param>
    /// <param name="seed">The same seed checks at the same places.</param>
    /// <exception cref="InvalidOperationException">The gradient differs, or two calls do, or nothing could be compared: the message says where.</exception>
    public static void Check<TFunction>(int inputSize, int outputSize, int seed = 0)
        where TFunction : ITensorFunction
        => Check(CustomFunction.Of<TFunction>(), ["x"], [inputSize], outputSize, seed);

    /// <summary>Checks a function of two tensors.</summary>
    /// <param name="sizeOfA">The values of one sample of the first input.</param>
    /// <param name="sizeOfB">The values of one sample of the second input.</param>
    /// <param name="outputSize">The values of one sample of the output.</param>
    /// <param name="seed">The same seed checks at the same places.</param>
    /// <exception cref="InvalidOperationException">A gradient differs, or two calls do, or nothing could be compared: the message says where.</exception>
    public static void CheckBinary<TFunction>(int sizeOfA, int sizeOfB, int outputSize, int seed = 0)
        where TFunction : IBinaryTensorFunction
        => Check(CustomFunction.OfBinary<TFunction>(), ["a", "b"], [sizeOfA, sizeOfB], outputSize, seed);

    private static void Check(CustomFunction function, string[] names, int[] sizes, int outputSize, int seed)
    {
        foreach (int size in (int[])[.. sizes, outputSize]) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        System.Random random = new(seed);
        int compared = 0;
        for (int place = 0; place < Places; place++)
        {
            float[][] inputs = [.. sizes.Select(size => Draw(random, size))];
            float[] factors = Draw(random, outputSize), y = new float[outputSize], again = new float[outputSize];
            function.Forward(inputs, y);
            function.Forward(inputs, again);
            if (!y.AsSpan().SequenceEqual(again)) throw new InvalidOperationException($"{function.Name}.Forward: two calls with the same values computed different ones. It must keep nothing.");
            float[][] gradients = [.. sizes.Select(size => new float[size])];
            function.Backward(inputs, y, factors, gradients);
            for (int input = 0; input < inputs.Length; input++)
            {
                for (int i = 0; i < sizes[input]; i++)
                {
                    double coarse = Slope(input, i, Coarse), fine = Slope(input, i, Fine), unknown = Math.Abs(coarse - fine);
                    if (unknown > Kink * Math.Abs(fine) + Kink) continue;
                    compared++;
                    // Written so that NaN fails.
                    if (Math.Abs(gradients[input][i] - fine) <= Absolute + Relative * Math.Abs(fine) + 2 * unknown) continue;
                    throw new InvalidOperationException(
                        FormattableString.Invariant($"{function.Name}.Backward: the gradient of {names[input]}[{i}] is {gradients[input][i]:G6}, but the values of Forward change by {fine:G6}, at {names[input]}[{i}] = {inputs[input][i]:G6}."));
                }
            }

            double Slope(int input, int i, float step)
            {
                float value = inputs[input][i], above = value + step, below = value - step;
                inputs[input][i] = above;
                double more = Sum();
                inputs[input][i] = below;
                double less = Sum();
                inputs[input][i] = value;
                return (more - less) / ((double)above - below);
            }

            double Sum()
            {
                float[] outputs = new float[outputSize];
                function.Forward(inputs, outputs);
                double sum = 0;
                for (int i = 0; i < outputSize; i++) sum += (double)factors[i] * outputs[i];
                return sum;
            }
        }
        if (compared == 0)
            throw new InvalidOperationException($"{function.Name}.Forward: it bends so much everywhere that steps of 1/32 and 1/128 tell nothing of its slope. Let it take smaller values, or compute smaller ones.");
    }

    private static float[] Draw(System.Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 4 - 2)];
}
