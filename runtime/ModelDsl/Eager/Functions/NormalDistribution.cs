namespace ModelDsl;

/// <summary>The standard normal distribution in double precision.</summary>
internal static class NormalDistribution
{
    /// <summary>φ(x) = exp(−x²/2) / √(2π).</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>
    /// Φ(x) = 1/2 + φ(x) · (x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004). All terms have one sign, so nothing cancels but the 1/2 on the
    /// left: the absolute error is that of a few roundings.
    /// </summary>
    public static double Below(double x)
    {
        if (double.IsNaN(x)) return x;
        // Beyond, the rest is less than a rounding of 1.
        if (Math.Abs(x) > 8.5) return x > 0 ? 1 : 0;
        double term = x, sum = x;
        for (int n = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); n += 2) sum += term *= x * x / n;
        return 0.5 + Density(x) * sum;
    }
}
