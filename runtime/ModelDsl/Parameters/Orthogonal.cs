using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl;

/// <summary>Draws matrices whose rows, or columns, are at right angles to each other, each such matrix equally likely.</summary>
internal static class Orthogonal
{
    /// <summary>Fills a matrix by Gram's and Schmidt's method: normal vectors, each made shorter by what it has of those before.</summary>
    /// <param name="values">The matrix, row after row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="gain">The length of each row, or column where there are fewer of those.</param>
    /// <param name="random">Where to draw from.</param>
    public static void Fill(Span<float> values, int rows, float gain, RandomGenerator random)
    {
        int columns = values.Length / rows;
        bool areRows = rows <= columns;
        (int count, int length) = areRows ? (rows, columns) : (columns, rows);
        random.FillNormal(values, 0, 1);
        Vector512<double>[][] basis = new Vector512<double>[count][];
        for (int i = 0; i < count; i++)
        {
            Vector512<double>[] vector = basis[i] = new Vector512<double>[(length + Vector512<double>.Count - 1) / Vector512<double>.Count];
            Span<double> numbers = MemoryMarshal.Cast<Vector512<double>, double>(vector.AsSpan());
            for (int j = 0; j < length; j++) numbers[j] = values[areRows ? i * columns + j : j * columns + i];
            for (int earlier = 0; earlier < i; earlier++) Add(vector, basis[earlier], -Dot(vector, basis[earlier]));
            Scale(vector, 1 / Math.Sqrt(Dot(vector, vector)));
            for (int j = 0; j < length; j++) values[areRows ? i * columns + j : j * columns + i] = (float)(gain * numbers[j]);
        }
    }

    /// <summary>Lane after lane in the end, so that the order is the same on every machine.</summary>
    private static double Dot(Vector512<double>[] a, Vector512<double>[] b)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        for (int i = 0; i < a.Length; i++) sums += a[i] * b[i];
        double sum = 0;
        for (int i = 0; i < Vector512<double>.Count; i++) sum += sums[i];
        return sum;
    }

    private static void Add(Vector512<double>[] target, Vector512<double>[] other, double factor)
    {
        Vector512<double> factors = Vector512.Create(factor);
        for (int i = 0; i < target.Length; i++) target[i] += factors * other[i];
    }

    private static void Scale(Vector512<double>[] target, double factor)
    {
        Vector512<double> factors = Vector512.Create(factor);
        for (int i = 0; i < target.Length; i++) target[i] *= factors;
    }
}
