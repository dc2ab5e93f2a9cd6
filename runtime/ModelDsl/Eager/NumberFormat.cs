using System.Globalization;

namespace ModelDsl;

/// <summary>How PyTorch writes the numbers of one tensor: all as <c>1.</c>, as <c>0.5000</c>, or as <c>5.0000e-01</c>, right-aligned.</summary>
/// <param name="Width">The characters of the longest.</param>
/// <param name="IsInteger">Whether all are whole numbers.</param>
/// <param name="IsScientific">Whether they are written with an exponent.</param>
internal sealed record NumberFormat(int Width, bool IsInteger, bool IsScientific)
{
    /// <summary>Chooses the format. Zeros, infinities and NaN have no say in it, not even in the width.</summary>
    public static NumberFormat For(IEnumerable<float> shown)
    {
        float[] values = [.. shown.Where(value => float.IsFinite(value) && value != 0)];
        if (values.Length == 0) return new NumberFormat(1, IsInteger: true, IsScientific: false);
        double least = values.Min(value => Math.Abs((double)value)), greatest = values.Max(value => Math.Abs((double)value));
        // In doubles, as in PyTorch: the float nearest to 0.0001 is a little less than that.
        bool isScientific = greatest / least > 1000 || greatest > 1e8 || least < 1e-4;
        NumberFormat format = new(0, values.All(value => value == MathF.Ceiling(value)), isScientific);
        return format with { Width = values.Max(value => format.Text(value).Length) };
    }

    /// <summary>A number, filled up with spaces on its left.</summary>
    public string Text(float value)
    {
        string text = float.IsNaN(value) ? "nan"
            : float.IsInfinity(value) ? (value > 0 ? "inf" : "-inf")
            : IsScientific ? ShortExponent(Rounded(value, "E4"))
            : IsInteger ? Rounded(value, "F0") + "."
            : Rounded(value, "F4");
        return text.PadLeft(Width);
    }

    /// <summary><c>1.0000E+003</c> as Python has it: <c>1.0000e+03</c>.</summary>
    private static string ShortExponent(string text)
    {
        int at = text.IndexOf('E');
        return $"{text[..at]}e{text[at + 1]}{int.Parse(text[(at + 2)..], CultureInfo.InvariantCulture):00}";
    }

    /// <summary>Python rounds a number that lies in the middle to the even digit, .NET away from zero.</summary>
    private static string Rounded(double value, string format)
    {
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        // A float is a middle or far from any: if a hair less makes a difference, this is one, or a number without further digits.
        string below = (value > 0 ? Math.BitDecrement(value) : Math.BitIncrement(value)).ToString(format, CultureInfo.InvariantCulture);
        return value == 0 || LastDigit(text) % 2 == 0 ? text : below;

        static int LastDigit(string text) => text[(text.IndexOf('E') is var e and > 0 ? e : text.Length) - 1] - '0';
    }
}
