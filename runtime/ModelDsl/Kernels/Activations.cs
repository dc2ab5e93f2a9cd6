using System.ComponentModel;

namespace ModelDsl.Kernels;

/// <summary>
/// Activations and their gradients, element by element over spans of any length; the output may be an input. A gradient takes the output
/// y of the forward pass where that determines it, else its input x. At kinks gradients are PyTorch's. NaN gives NaN. Errors are a few
/// roundings beyond those of <see cref="VectorMath"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Activations
{
    /// <summary>y = max(x, 0).</summary>
    public static void ReLU(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(ReLUOperator), x, y);

    /// <summary>dx = dy where y &gt; 0, else 0.</summary>
    public static void ReLUGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => Map.Run(default(ReLUGradientOperator), y, dy, dx);

    /// <summary>y = x where x &gt; 0, else slope · x.</summary>
    public static void LeakyReLU(ReadOnlySpan<float> x, Span<float> y, float slope) => Map.Run(new LeakyReLUOperator(slope), x, y);

    /// <summary>dx = dy where x &gt; 0, else slope · dy. Where the slope is not negative, the output may stand for x: it has the same sign.</summary>
    public static void LeakyReLUGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float slope)
        => Map.Run(new LeakyReLUGradientOperator(slope), x, dy, dx);

    /// <summary>y = x where x &gt; 0, else alpha · (eˣ − 1).</summary>
    public static void ELU(ReadOnlySpan<float> x, Span<float> y, float alpha) => Map.Run(new ELUOperator(alpha, 1), x, y);

    /// <summary>dx = dy where y &gt; 0, else dy · (y + alpha). Only for alpha ≥ 0; see <see cref="ELUGradientOfInput"/>.</summary>
    public static void ELUGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, float alpha)
        => Map.Run(new ELUGradientOperator(alpha, 1), y, dy, dx);

    /// <summary>dx = dy where x &gt; 0, else dy · alpha · eˣ; for any alpha.</summary>
    public static void ELUGradientOfInput(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float alpha)
        => Map.Run(new ELUGradientOfInputOperator(alpha), x, dy, dx);

    /// <summary>y = scale · (x where x &gt; 0, else alpha · (eˣ − 1)), scale = 1.0507…, alpha = 1.6732… (Klambauer et al. 2017).</summary>
    public static void SELU(ReadOnlySpan<float> x, Span<float> y) => Map.Run(new ELUOperator(SeluAlpha * SeluScale, SeluScale), x, y);

    /// <summary>dx = scale · dy where y &gt; 0, else dy · (y + scale · alpha).</summary>
    public static void SELUGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        => Map.Run(new ELUGradientOperator(SeluAlpha * SeluScale, SeluScale), y, dy, dx);

    /// <summary>y = x/2 · (1 + erf(x/√2)).</summary>
    public static void GELU(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(GELUOperator), x, y);

    /// <summary>dx = dy · (Φ(x) + x · φ(x)), Φ and φ being the normal distribution and its density.</summary>
    public static void GELUGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Map.Run(default(GELUGradientOperator), x, dy, dx);

    /// <summary>y = x/2 · (1 + tanh u), u = √(2/π) · (x + 0.044715 x³).</summary>
    public static void GELUTanh(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(GELUTanhOperator), x, y);

    /// <summary>dx = dy · (s + x · s · (1 − s) · 2u′) with s = (1 + tanh u)/2 = σ(2u), u′ = √(2/π) · (1 + 3 · 0.044715 x²).</summary>
    public static void GELUTanhGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
        => Map.Run(default(GELUTanhGradientOperator), x, dy, dx);

    /// <summary>y = x · σ(x).</summary>
    public static void SiLU(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(SiLUOperator), x, y);

    /// <summary>dx = dy · σ(x) · (1 + x · (1 − σ(x))).</summary>
    public static void SiLUGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Map.Run(default(SiLUGradientOperator), x, dy, dx);

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => VectorMath.Sigmoid(x, y);

    /// <summary>dx = dy · y · (1 − y).</summary>
    public static void SigmoidGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => Map.Run(default(SigmoidGradientOperator), y, dy, dx);

    /// <summary>y = tanh x.</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => VectorMath.Tanh(x, y);

    /// <summary>dx = dy · (1 − y²).</summary>
    public static void TanhGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => Map.Run(default(TanhGradientOperator), y, dy, dx);

    /// <summary>y = ln(1 + e^(beta·x)) / beta; x itself where beta · x &gt; threshold.</summary>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> y, float beta, float threshold)
        => Map.Run(new SoftplusOperator(beta, threshold), x, y);

    /// <summary>dx = dy · σ(beta · x); dy itself where beta · x &gt; threshold.</summary>
    public static void SoftplusGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float beta, float threshold)
        => Map.Run(new SoftplusGradientOperator(beta, threshold), x, dy, dx);

    /// <summary>y = x · min(max(x + 3, 0), 6) / 6.</summary>
    public static void Hardswish(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(HardswishOperator), x, y);

    /// <summary>dx = 0 where x ≤ −3, dy where x ≥ 3, else dy · (x/3 + ½).</summary>
    public static void HardswishGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
        => Map.Run(default(HardswishGradientOperator), x, dy, dx);
}
