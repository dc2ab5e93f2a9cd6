namespace ModelDsl;

/// <content>Activations.</content>
public static partial class TensorFunctions
{
    /// <summary><c>y = max(x, 0)</c>, of slope 0 at 0. Element by element, any shape.</summary>
    public static Tensor ReLU(Tensor x) => Map(x, x => Math.Max(x, 0), (x, _) => x > 0 ? 1 : 0);

    /// <summary><c>y = x</c> for x &gt; 0, <c>negativeSlope · x</c> elsewhere. Element by element, any shape.</summary>
    /// <param name="x">The input.</param>
    /// <param name="negativeSlope">The slope below zero.</param>
    public static Tensor LeakyReLU(Tensor x, float negativeSlope = 0.01f)
        => Map(x, x => x > 0 ? x : negativeSlope * x, (x, _) => x > 0 ? 1 : negativeSlope);

    /// <summary><c>y = x</c> for x &gt; 0, <c>alpha · (eˣ − 1)</c> elsewhere. Element by element, any shape.</summary>
    /// <param name="x">The input.</param>
    /// <param name="alpha">Minus the limit for x → −∞.</param>
    public static Tensor ELU(Tensor x, float alpha = 1)
        => Map(x, x => x > 0 ? x : alpha * double.ExpM1(x), (x, _) => x > 0 ? 1 : alpha * Math.Exp(x));

    /// <summary>
    /// <c>y = scale · x</c> for x &gt; 0, <c>scale · alpha · (eˣ − 1)</c> elsewhere, with scale = 1.0507… and alpha = 1.6732…
    /// (Klambauer et al. 2017). Element by element, any shape.
    /// </summary>
    public static Tensor SELU(Tensor x)
    {
        const double Scale = 1.0507009873554804934193349852946, Alpha = 1.6732632423543772848170429916717;
        return Map(x, x => Scale * (x > 0 ? x : Alpha * double.ExpM1(x)), (x, _) => Scale * (x > 0 ? 1 : Alpha * Math.Exp(x)));
    }

    /// <summary>
    /// <c>y = x · Φ(x) = x/2 · (1 + erf(x/√2))</c>, or with <paramref name="approximate"/> = "tanh"
    /// <c>x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³)))</c>. Element by element, any shape.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="approximate">"none" for the exact function, "tanh" for its approximation.</param>
    /// <exception cref="ArgumentException">It is neither of these.</exception>
    public static Tensor GELU(Tensor x, string approximate = "none") => approximate switch
    {
        "none" => Map(x, x => x * NormalDistribution.Below(x), (x, _) => NormalDistribution.Below(x) + x * NormalDistribution.Density(x)),
        "tanh" => Map(x, x => 0.5 * x * (1 + Math.Tanh(GELUArgument(x))), (x, _) => GELUTanhSlope(x)),
        _ => throw new ArgumentException($"GELU: approximate is \"none\" or \"tanh\", and not \"{approximate}\".", nameof(approximate)),
    };

    /// <summary><c>y = x · σ(x)</c>. Element by element, any shape.</summary>
    public static Tensor SiLU(Tensor x) => Map(x, x => x * Logistic(x), (x, _) => Logistic(x) * (1 + x * Logistic(-x)));

    /// <summary><c>y = σ(x) = 1 / (1 + e⁻ˣ)</c>. Element by element, any shape.</summary>
    public static Tensor Sigmoid(Tensor x) => Map(x, Logistic, (_, y) => y * (1 - y));

    /// <summary><c>y = tanh x</c>. Element by element, any shape.</summary>
    public static Tensor Tanh(Tensor x) => Map(x, Math.Tanh, (_, y) => 1 - y * y);

    /// <summary><c>y = ln(1 + exp(beta · x)) / beta</c>; x itself where beta · x &gt; threshold. Element by element, any shape.</summary>
    /// <param name="x">The input.</param>
    /// <param name="beta">How sharp the bend at zero is.</param>
    /// <param name="threshold">Where the function counts as straight.</param>
    public static Tensor Softplus(Tensor x, float beta = 1, float threshold = 20)
        => Map(x, x => (double)beta * x > threshold ? x : LogOnePlusExp(beta * x) / beta, (x, _) => (double)beta * x > threshold ? 1 : Logistic(beta * x));

    /// <summary><c>y = x · min(max(x + 3, 0), 6) / 6</c>. Element by element, any shape.</summary>
    public static Tensor Hardswish(Tensor x)
        => Map(x, x => x * Math.Min(Math.Max(x + 3, 0), 6) / 6, (x, _) => x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1);

    /// <summary>σ without overflow at either end.</summary>
    internal static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(1 + eˣ) without overflow.</summary>
    internal static double LogOnePlusExp(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double GELUArgument(double x) => Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);

    private static double GELUTanhSlope(double x)
    {
        double tanh = Math.Tanh(GELUArgument(x));
        return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * Math.Sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    }
}
