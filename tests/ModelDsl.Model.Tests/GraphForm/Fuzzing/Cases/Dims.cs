namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Arithmetic with shapes that shares nothing with the compiler's, nor with the eager mode's.</summary>
internal static class Dims
{
    public static int Count(IEnumerable<int> shape) => shape.Aggregate(1, (product, size) => product * size);

    public static string Text(IEnumerable<int> sizes) => string.Join(", ", sizes);

    /// <summary>The shape that two shapes make together, aligned at their last sizes; null where they do not fit.</summary>
    public static int[]? Join(int[] a, int[] b)
    {
        int[] joined = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= joined.Length; i++)
        {
            int left = i <= a.Length ? a[^i] : 1, right = i <= b.Length ? b[^i] : 1;
            if (left != right && left != 1 && right != 1) return null;
            joined[^i] = Math.Max(left, right);
        }
        return joined;
    }

    /// <summary>A dimension that may be counted from the end as a place; −1 where there is none.</summary>
    public static int Place(int dim, int rank) => dim < -rank || dim >= rank ? -1 : dim < 0 ? dim + rank : dim;

    public static int[] With(this int[] shape, int place, int size)
    {
        int[] changed = [.. shape];
        changed[place] = size;
        return changed;
    }

    public static int[] Without(this int[] shape, int place) => [.. shape[..place], .. shape[(place + 1)..]];
}
