namespace ModelDsl;

/// <summary>
/// Functions of tensors, under PyTorch's names and with its arguments: <c>using static ModelDsl.TensorFunctions;</c>. In a <c>[Forward]</c>
/// method they are compiled; called on values, they compute at once. Shapes and dimension numbers are those of one sample, without the batch.
/// </summary>
public static partial class TensorFunctions
{
    /// <summary>A function of each value by itself.</summary>
    /// <param name="x">The input.</param>
    /// <param name="value">y of x.</param>
    /// <param name="slope">dy/dx of x and y.</param>
    private static Tensor Map(Tensor x, Func<double, double> value, Func<double, double, double> slope)
    {
        double[] y = Array.ConvertAll(x.Data, input => value(input));
        return Tensor.Record(x.Shape, x.Samples, y, [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int i = 0; i < dx.Length; i++) dx[i] += dy[i] * slope(x.Data[i], y[i]);
        });
    }

    /// <summary>A function of two values at the same place, after broadcasting.</summary>
    /// <param name="function">What the user called.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="value">y of a and b.</param>
    /// <param name="slopeA">dy/da of a, b and y.</param>
    /// <param name="slopeB">dy/db of a, b and y.</param>
    private static Tensor Combine(
        string function, Tensor a, Tensor b, Func<double, double, double> value, Func<double, double, double, double> slopeA, Func<double, double, double, double> slopeB)
    {
        Broadcast both = Broadcast.Of(function, a, b);
        double[] y = Combine(both, a, b, value);
        return Tensor.Record(both.Shape, both.Samples, y, [a, b], (dy, pass) =>
        {
            (double[]? da, double[]? db) = (pass.Of(a), pass.Of(b));
            for (int row = 0; row < both.Rows; row++)
            {
                for (int i = 0; i < both.Size; i++)
                {
                    int to = row * both.Size + i, inA = a.Start(row) + both.From[0][i], inB = b.Start(row) + both.From[1][i];
                    if (da is not null) da[inA] += dy[to] * slopeA(a.Data[inA], b.Data[inB], y[to]);
                    if (db is not null) db[inB] += dy[to] * slopeB(a.Data[inA], b.Data[inB], y[to]);
                }
            }
        });
    }

    /// <summary>A comparison: 1 where it holds, else 0. It has no gradient.</summary>
    internal static Tensor Compare(string function, Tensor a, Tensor b, Func<double, double, bool> holds)
    {
        Broadcast both = Broadcast.Of(function, a, b);
        return Tensor.Constant(both.Shape, both.Samples, Combine(both, a, b, (p, q) => holds(p, q) ? 1 : 0));
    }

    private static double[] Combine(Broadcast both, Tensor a, Tensor b, Func<double, double, double> value)
    {
        var y = new double[both.Rows * both.Size];
        for (int row = 0; row < both.Rows; row++)
        {
            for (int i = 0; i < both.Size; i++)
                y[row * both.Size + i] = value(a.Data[a.Start(row) + both.From[0][i]], b.Data[b.Start(row) + both.From[1][i]]);
        }
        return y;
    }

    /// <summary>Values of each sample put into another order, repeated, or left out.</summary>
    /// <param name="x">The input.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="from">Which of a sample's values each value of the result is.</param>
    private static Tensor Pick(Tensor x, ReadOnlySpan<int> shape, int[] from)
    {
        var y = new double[x.Rows * from.Length];
        for (int i = 0; i < y.Length; i++) y[i] = x.Data[From(i)];
        return Tensor.Record([.. shape], x.Samples, y, [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int i = 0; i < dy.Length; i++) dx[From(i)] += dy[i];
        });

        int From(int i) => i / from.Length * x.Size + from[i % from.Length];
    }
}
