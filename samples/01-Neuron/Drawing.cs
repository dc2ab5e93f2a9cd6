using System.Globalization;

namespace Samples.Neuron;

/// <summary>Small pictures in a terminal.</summary>
internal static class Drawing
{
    /// <summary>From paper to ink.</summary>
    private const string Shades = " .:-=+*#%@";

    /// <summary>Nine weights of a neuron, with their numbers and as shades: the larger the weight, the darker.</summary>
    public static IEnumerable<string> Weights(ReadOnlySpan<float> weights)
    {
        float[] values = weights.ToArray();
        float largest = values.Max(MathF.Abs);
        return Enumerable.Range(0, 3).Select(row =>
        {
            float[] three = values[(3 * row)..(3 * row + 3)];
            string numbers = string.Join(' ', three.Select(w => w.ToString("+0.00;-0.00", CultureInfo.InvariantCulture).PadLeft(6)));
            string shades = string.Concat(three.Select(w => new string(Shade(w, largest), 2)));
            return $"{numbers}   |{shades}|";
        });
    }

    /// <summary>Pictures side by side.</summary>
    public static IEnumerable<string> SideBySide(IEnumerable<IEnumerable<string>> pictures, string gap)
    {
        string[][] rows = [.. pictures.Select(picture => picture.ToArray())];
        return Enumerable.Range(0, rows[0].Length).Select(row => string.Join(gap, rows.Select(picture => picture[row])));
    }

    /// <summary>A pattern, two characters for a pixel so that it is about square.</summary>
    public static IEnumerable<string> Pattern(float[] picture) =>
        Enumerable.Range(0, 3).Select(row => string.Concat(picture[(3 * row)..(3 * row + 3)].Select(p => p == 1 ? "##" : ". ")));

    /// <summary>Only the shades of nine weights; negative ones are paper.</summary>
    public static IEnumerable<string> Shaded(ReadOnlySpan<float> weights)
    {
        float[] values = weights.ToArray();
        float largest = values.Max(MathF.Abs);
        return Enumerable.Range(0, 3).Select(row =>
            "|" + string.Concat(values[(3 * row)..(3 * row + 3)].Select(w => new string(Shade(w, largest), 2))) + "|");
    }

    /// <summary>The largest negative weight is white, the largest positive one black, zero in the middle.</summary>
    private static char Shade(float weight, float largest) =>
        Shades[(int)Math.Round((weight / largest + 1) / 2 * (Shades.Length - 1))];
}
