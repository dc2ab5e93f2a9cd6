namespace ModelDsl;

/// <content>Greatest and least values over dimensions of a sample.</content>
public static partial class TensorFunctions
{
    /// <summary>The greatest value over some dimensions, which disappear; NaN if there is one. Of equal ones, the first gets the gradient.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or it is named twice.</exception>
    public static Tensor Max(Tensor x, params int[] dims) => Max(x, dims, keepDim: false);

    /// <inheritdoc cref="Max(Tensor, int[])"/>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    public static Tensor Max(Tensor x, int dim, bool keepDim) => Max(x, [dim], keepDim);

    /// <inheritdoc cref="Max(Tensor, int[])"/>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    public static Tensor Max(Tensor x, int[] dims, bool keepDim) => Winner(x, ReducedDimensions.Of("Max", x, dims, keepDim), (value, best) => value > best);

    /// <summary>The least value over some dimensions, which disappear; NaN if there is one. Of equal ones, the first gets the gradient.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or it is named twice.</exception>
    public static Tensor Min(Tensor x, params int[] dims) => Min(x, dims, keepDim: false);

    /// <inheritdoc cref="Min(Tensor, int[])"/>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    public static Tensor Min(Tensor x, int dim, bool keepDim) => Min(x, [dim], keepDim);

    /// <inheritdoc cref="Min(Tensor, int[])"/>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    public static Tensor Min(Tensor x, int[] dims, bool keepDim) => Winner(x, ReducedDimensions.Of("Min", x, dims, keepDim), (value, best) => value < best);

    /// <summary>The place of the greatest value along one dimension, the first of equal ones: the class that scores most. It has no gradient.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static Tensor ArgMax(Tensor x, int dim = -1, bool keepDim = false)
    {
        int place = Sizes.Dimension("ArgMax", dim, x.Shape.AsSpan());
        ReducedDimensions reduced = ReducedDimensions.Of("ArgMax", x, [dim], keepDim);
        Lines lines = Lines.Along(x, place);
        int[] winners = Winners(x, reduced, (value, best) => value > best);
        return Tensor.Constant(reduced.Shape, x.Samples, Array.ConvertAll(winners, at => (double)(at / lines.Step % lines.Length)));
    }

    private static Tensor Winner(Tensor x, ReducedDimensions reduced, Func<double, double, bool> isBetter)
    {
        int[] winners = Winners(x, reduced, isBetter);
        return Tensor.Record(reduced.Shape, x.Samples, Array.ConvertAll(winners, at => x.Data[at]), [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int i = 0; i < winners.Length; i++) dx[winners[i]] += dy[i];
        });
    }

    /// <summary>Where the best value lies, for each value of the result. The first NaN wins over all numbers.</summary>
    private static int[] Winners(Tensor x, ReducedDimensions reduced, Func<double, double, bool> isBetter)
    {
        var winners = new int[x.Rows * reduced.Size];
        Array.Fill(winners, -1);
        for (int i = 0; i < x.Data.Length; i++)
        {
            ref int winner = ref winners[reduced.To(i)];
            if (winner < 0) winner = i;
            else if (double.IsNaN(x.Data[winner])) continue;
            else if (double.IsNaN(x.Data[i]) || isBetter(x.Data[i], x.Data[winner])) winner = i;
        }
        return winners;
    }
}
