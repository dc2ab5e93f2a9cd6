namespace ModelDsl;

/// <content>Functions of each value by itself.</content>
public static partial class TensorFunctions
{
    /// <summary><c>y = eˣ</c>. Element by element, any shape.</summary>
    public static Tensor Exp(Tensor x) => Map(x, Math.Exp, (_, y) => y);

    /// <summary><c>y = ln x</c>: −∞ for 0, NaN below. Element by element, any shape.</summary>
    public static Tensor Log(Tensor x) => Map(x, Math.Log, (x, _) => 1 / x);

    /// <summary><c>y = √x</c>: NaN below 0, and an infinite slope at 0. Element by element, any shape.</summary>
    public static Tensor Sqrt(Tensor x) => Map(x, Math.Sqrt, (_, y) => 0.5 / y);

    /// <summary><c>y = |x|</c>, of slope 0 at 0. Element by element, any shape.</summary>
    public static Tensor Abs(Tensor x) => Map(x, Math.Abs, (x, _) => x > 0 ? 1 : x < 0 ? -1 : 0);

    /// <summary><c>y = x²</c>. Element by element, any shape.</summary>
    public static Tensor Square(Tensor x) => Map(x, x => x * x, (x, _) => 2 * x);

    /// <summary><c>y = −x</c>, which is also written <c>-x</c>. Element by element, any shape.</summary>
    public static Tensor Neg(Tensor x) => Map(x, x => -x, (_, _) => -1);

    /// <summary><c>y = xᵉ</c>: NaN for a negative x and an exponent that is no whole number. Element by element, any shape.</summary>
    /// <param name="x">The base.</param>
    /// <param name="exponent">The exponent; 0 gives 1 and a slope of 0.</param>
    public static Tensor Pow(Tensor x, float exponent)
        => Map(x, x => Math.Pow(x, exponent), (x, _) => exponent == 0 ? 0 : exponent * Math.Pow(x, exponent - 1.0));

    /// <summary>
    /// <c>y = min(max(x, min), max)</c>: <paramref name="max"/> if the bounds cross, NaN for NaN. The slope is 1 from bound to bound, 0 outside.
    /// Element by element, any shape.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    public static Tensor Clamp(Tensor x, float min = float.NegativeInfinity, float max = float.PositiveInfinity)
        => Map(x, x => Math.Min(Math.Max(x, min), max), (x, _) => x >= min && x <= max ? 1 : 0);
}
