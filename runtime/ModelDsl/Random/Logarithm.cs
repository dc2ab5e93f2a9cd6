namespace ModelDsl;

/// <summary>
/// The natural logarithm by additions, multiplications and one division: those are the same on every machine, <see cref="Math.Log(double)"/> is not.
/// </summary>
internal static class Logarithm
{
    /// <summary>How many terms of the series there are: the next one is less than 10⁻¹⁸ of the sum.</summary>
    private const int Terms = 12;

    /// <summary>The logarithm of a positive, finite, normal number, to within a few units of the last place.</summary>
    public static double Of(double value)
    {
        // value = mantissa · 2^exponent with a mantissa from √½ to √2, and ln(mantissa) = 2 · artanh((mantissa − 1) / (mantissa + 1)).
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0;
        for (int term = Terms; term >= 0; term--) sum = sum * square + 1.0 / (2 * term + 1);
        const double Ln2 = 0.6931471805599453;
        return exponent * Ln2 + 2 * s * sum;
    }
}
