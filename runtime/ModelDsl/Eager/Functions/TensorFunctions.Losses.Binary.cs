namespace ModelDsl;

/// <content>Binary cross-entropy.</content>
public static partial class TensorFunctions
{
    /// <summary>
    /// Binary cross-entropy of probabilities: <c>−w · (t · ln x + (1 − t) · ln(1 − x))</c>. The logarithms are cut off at −100, and the divisor
    /// x · (1 − x) of the gradient at 10⁻¹², as in PyTorch; the mean is over all values of the batch.
    /// </summary>
    /// <param name="probabilities">Outputs in [0, 1] (<see cref="Sigmoid"/> before it).</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="weight">One weight for each value of a sample; null for all 1.</param>
    /// <param name="reduction">How the losses become one number.</param>
    /// <returns>One number, shared by the batch.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or an output is no probability.</exception>
    public static Tensor BinaryCrossEntropy(Tensor probabilities, Tensor target, float[]? weight = null, Reduction reduction = Reduction.Mean)
    {
        CheckWeights("BinaryCrossEntropy", nameof(weight), weight, probabilities);
        foreach (double x in probabilities.Data)
        {
            if (!(x is < 0 or > 1)) continue;
            throw new ArgumentException($"BinaryCrossEntropy: the output {x} is no probability, from 0 to 1. Write Sigmoid before it, or BinaryCrossEntropyWithLogits.", nameof(probabilities));
        }
        return ElementwiseLoss("BinaryCrossEntropy", probabilities, target, weight, reduction,
            (x, t, _) => -t * LogOf(x) - (1 - t) * LogOf(1 - x),
            (x, t, _) => (x - t) / Math.Max(x * (1 - x), 1e-12),
            (x, _, _) => LogOf(1 - x) - LogOf(x));

        static double LogOf(double x) => Math.Max(Math.Log(x), -100);
    }

    /// <summary>
    /// Binary cross-entropy of scores: <c>−w · (p · t · ln σ(x) + (1 − t) · ln(1 − σ(x)))</c> (no sigmoid before it!); the mean is over all values
    /// of the batch. Computed as <c>w · ((1 − t) · x + (1 + (p − 1) · t) · ln(1 + e⁻ˣ))</c>, which large scores do not overflow.
    /// </summary>
    /// <param name="scores">The scores.</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="posWeight">The weight p of positive targets for each value of a sample; null for all 1.</param>
    /// <param name="weight">One weight for each value of a sample; null for all 1.</param>
    /// <param name="reduction">How the losses become one number.</param>
    /// <returns>One number, shared by the batch.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor scores, Tensor target, float[]? posWeight = null, float[]? weight = null, Reduction reduction = Reduction.Mean)
    {
        CheckWeights("BinaryCrossEntropyWithLogits", nameof(posWeight), posWeight, scores);
        CheckWeights("BinaryCrossEntropyWithLogits", nameof(weight), weight, scores);
        return ElementwiseLoss("BinaryCrossEntropyWithLogits", scores, target, weight, reduction,
            (x, t, i) => (1 - t) * x + Factor(t, i) * LogOnePlusExp(-x),
            (x, t, i) => 1 - t - Factor(t, i) * Logistic(-x),
            (x, _, i) => -x + (Positive(i) - 1) * LogOnePlusExp(-x));

        double Positive(int i) => posWeight?[i] ?? 1;

        double Factor(double t, int i) => 1 + (Positive(i) - 1) * t;
    }

    private static void CheckWeights(string function, string name, float[]? weights, Tensor x)
    {
        if (weights is null || weights.Length == x.Size) return;
        throw new ArgumentException($"{function}: {name} has {weights.Length} numbers, and a sample {Sizes.Text(x.Shape.AsSpan())} has {x.Size}: one for each was expected.", name);
    }
}
