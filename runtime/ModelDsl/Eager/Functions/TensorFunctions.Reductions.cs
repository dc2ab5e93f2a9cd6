namespace ModelDsl;

/// <content>Sums, means and variances over dimensions of a sample; the batch is never reduced.</content>
public static partial class TensorFunctions
{
    /// <summary>The sum over some dimensions, which disappear: <c>Sum(x, 1, 2)</c> of [C, H, W] is [C].</summary>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or it is named twice.</exception>
    public static Tensor Sum(Tensor x, params int[] dims) => Sum(x, dims, keepDim: false);

    /// <inheritdoc cref="Sum(Tensor, int[])"/>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    public static Tensor Sum(Tensor x, int dim, bool keepDim) => Sum(x, [dim], keepDim);

    /// <inheritdoc cref="Sum(Tensor, int[])"/>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    public static Tensor Sum(Tensor x, int[] dims, bool keepDim) => Total(x, ReducedDimensions.Of("Sum", x, dims, keepDim), 1);

    /// <summary>The mean over some dimensions, which disappear: <c>Mean(x, 1, 2)</c> of [C, H, W] is [C].</summary>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or it is named twice.</exception>
    public static Tensor Mean(Tensor x, params int[] dims) => Mean(x, dims, keepDim: false);

    /// <inheritdoc cref="Mean(Tensor, int[])"/>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    public static Tensor Mean(Tensor x, int dim, bool keepDim) => Mean(x, [dim], keepDim);

    /// <inheritdoc cref="Mean(Tensor, int[])"/>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    public static Tensor Mean(Tensor x, int[] dims, bool keepDim)
    {
        ReducedDimensions reduced = ReducedDimensions.Of("Mean", x, dims, keepDim);
        return Total(x, reduced, reduced.Terms);
    }

    /// <summary>The variance over some dimensions, which disappear: <c>Σ (x − mean)² / (n − 1)</c>.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or it is named twice.</exception>
    public static Tensor Var(Tensor x, params int[] dims) => Var(x, dims, keepDim: false, correction: 1);

    /// <summary>The variance over some dimensions: <c>Σ (x − mean)² / max(n − correction, 0)</c>.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dims">The dimensions; none for all of them.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <param name="correction">What the number of values is lessened by: 1 for a sample of a population, 0 for the population.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or it is named twice.</exception>
    public static Tensor Var(Tensor x, int[] dims, bool keepDim = false, int correction = 1)
    {
        ReducedDimensions reduced = ReducedDimensions.Of("Var", x, dims, keepDim);
        double divisor = Math.Max(reduced.Terms - correction, 0);
        var means = new double[x.Rows * reduced.Size];
        var y = new double[means.Length];
        for (int i = 0; i < x.Data.Length; i++) means[reduced.To(i)] += x.Data[i] / reduced.Terms;
        for (int i = 0; i < x.Data.Length; i++) y[reduced.To(i)] += Math.Pow(x.Data[i] - means[reduced.To(i)], 2);
        for (int i = 0; i < y.Length; i++) y[i] /= divisor;
        return Tensor.Record(reduced.Shape, x.Samples, y, [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int i = 0; i < dx.Length; i++) dx[i] += dy[reduced.To(i)] * 2 * (x.Data[i] - means[reduced.To(i)]) / divisor;
        });
    }

    private static Tensor Total(Tensor x, ReducedDimensions reduced, double divisor)
    {
        var y = new double[x.Rows * reduced.Size];
        for (int i = 0; i < x.Data.Length; i++) y[reduced.To(i)] += x.Data[i];
        for (int i = 0; i < y.Length; i++) y[i] /= divisor;
        return Tensor.Record(reduced.Shape, x.Samples, y, [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int i = 0; i < dx.Length; i++) dx[i] += dy[reduced.To(i)] / divisor;
        });
    }
}
