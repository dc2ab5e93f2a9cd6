using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl;

/// <summary>Scales gradients: between <c>Accumulate</c> and <see cref="Optimizer.Step"/>.</summary>
public static class GradientScaling
{
    /// <summary>
    /// Multiplies all gradients by a factor. After four batches whose losses are means, ¼ makes the gradients those of the mean over all of them, as
    /// <c>(loss / 4).backward()</c> does in PyTorch.
    /// </summary>
    /// <param name="parameters">The parameters of a model.</param>
    /// <param name="factor">The factor, a finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is infinite or NaN.</exception>
    public static void ScaleGradients(this ParameterCollection parameters, double factor)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Vector512<float> factors = Vector512.Create((float)Require.Finite(factor, nameof(factor)));

        // The block's length is a multiple of 16.
        foreach (ref Vector512<float> gradient in MemoryMarshal.Cast<float, Vector512<float>>(parameters.Gradients)) gradient *= factors;
    }
}
