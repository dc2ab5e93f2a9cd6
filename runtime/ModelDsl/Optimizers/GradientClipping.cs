using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl;

/// <summary>Keeps gradients small: between <c>Backward</c> and <see cref="Optimizer.Step"/>.</summary>
public static class GradientClipping
{
    /// <summary>Keeps torch's quotient finite where all gradients are zero.</summary>
    private const double Eps = 1e-6;

    /// <summary>
    /// Scales all gradients so that their common Euclidean norm is at most <paramref name="maxNorm"/>,
    /// as <c>torch.nn.utils.clip_grad_norm_</c>: times <c>min(1, maxNorm / (norm + 10⁻⁶))</c>.
    /// </summary>
    /// <param name="parameters">The parameters of a model.</param>
    /// <param name="maxNorm">The largest norm that is left as it is, 0 or more.</param>
    /// <returns>The norm before. If it is infinite or NaN, the gradients were useless, and are so still.</returns>
    public static float ClipGradNorm(this ParameterCollection parameters, double maxNorm)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(maxNorm >= 0)) throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "maxNorm: expected 0 or more");
        Span<Vector512<float>> gradients = Vectors(parameters);
        double norm = Math.Sqrt(SumOfSquares(gradients));
        double factor = maxNorm / (norm + Eps);
        if (!(factor >= 1))
        {
            Vector512<float> factors = Vector512.Create((float)factor);
            foreach (ref Vector512<float> gradient in gradients) gradient *= factors;
        }
        return (float)norm;
    }

    /// <summary>Cuts every single gradient off at ±<paramref name="clipValue"/>, as <c>torch.nn.utils.clip_grad_value_</c>.</summary>
    /// <param name="parameters">The parameters of a model.</param>
    /// <param name="clipValue">The largest absolute value that is left as it is, 0 or more.</param>
    public static void ClipGradValue(this ParameterCollection parameters, double clipValue)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(clipValue >= 0)) throw new ArgumentOutOfRangeException(nameof(clipValue), clipValue, "clipValue: expected 0 or more");
        Vector512<float> high = Vector512.Create((float)clipValue);
        Vector512<float> low = -high;
        foreach (ref Vector512<float> gradient in Vectors(parameters)) gradient = Vector512.Min(Vector512.Max(gradient, low), high);
    }

    /// <summary>The block's length is a multiple of 16. Always 16 lanes, whatever the machine has, so that sums are the same everywhere.</summary>
    private static Span<Vector512<float>> Vectors(ParameterCollection parameters) =>
        MemoryMarshal.Cast<float, Vector512<float>>(parameters.Gradients);

    private static double SumOfSquares(ReadOnlySpan<Vector512<float>> values)
    {
        Vector512<double> lower = Vector512<double>.Zero;
        Vector512<double> upper = Vector512<double>.Zero;
        foreach (ref readonly Vector512<float> value in values)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(value);
            lower += low * low;
            upper += high * high;
        }

        // Lane after lane: Vector512.Sum adds in an order that depends on the machine.
        Vector512<double> lanes = lower + upper;
        double sum = 0;
        for (int i = 0; i < Vector512<double>.Count; i++) sum += lanes[i];
        return sum;
    }
}
