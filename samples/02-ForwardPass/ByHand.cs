namespace Samples.ForwardPass;

/// <summary>The layers as plain loops, as one would compute them on paper.</summary>
internal static class ByHand
{
    /// <summary>W · x + b: each neuron takes the sum of all inputs, each times its own weight, and adds its bias.</summary>
    public static float[] Linear(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        float[] sums = bias.ToArray();
        for (int neuron = 0; neuron < sums.Length; neuron++)
        {
            for (int i = 0; i < x.Length; i++)
                sums[neuron] += weight[neuron * x.Length + i] * x[i];
        }

        return sums;
    }

    /// <summary>1 / (1 + e⁻ᵃ): presses every number between 0 and 1.</summary>
    public static float[] Sigmoid(float[] a) => [.. a.Select(value => 1 / (1 + MathF.Exp(-value)))];

    /// <summary>eᵃ / Σ eᵃ: positive numbers that add up to 1.</summary>
    public static float[] Softmax(float[] a)
    {
        float sum = a.Sum(MathF.Exp);
        return [.. a.Select(value => MathF.Exp(value) / sum)];
    }
}
