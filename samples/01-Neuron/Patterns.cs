namespace Samples.Neuron;

/// <summary>All 512 pictures of 3×3 black or white pixels, and for each whether it holds exactly one vertical line.</summary>
internal static class Patterns
{
    public const int Count = 512;
    public const int Pixels = 9;

    /// <summary>Picture after picture, row by row: 1 for ink, 0 for paper.</summary>
    public static float[] Pictures { get; } = [.. Enumerable.Range(0, Count).SelectMany(Picture)];

    /// <summary>1 for the pictures with exactly one vertical line, 0 for the others.</summary>
    public static float[] Answers { get; } = [.. Enumerable.Range(0, Count).Select(i => HoldsOneLine(Picture(i)) ? 1f : 0f)];

    /// <summary>The picture whose pixels are the bits of a number.</summary>
    public static float[] Picture(int bits) => [.. Enumerable.Range(0, Pixels).Select(pixel => (float)(bits >> pixel & 1))];

    /// <summary>A picture drawn as text, its three rows one after another: "#../#../#..".</summary>
    public static float[] Picture(string drawing) => [.. drawing.Where(c => c != '/').Select(c => c == '#' ? 1f : 0f)];

    /// <summary>A line is a column of three. Exactly one column must be whole; the pixels of the other two do not matter.</summary>
    private static bool HoldsOneLine(float[] picture) =>
        Enumerable.Range(0, 3).Count(column => picture[column] + picture[column + 3] + picture[column + 6] == 3) == 1;
}
