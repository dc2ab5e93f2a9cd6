namespace ModelDsl;

/// <content>What batch and layer normalisation share.</content>
public static partial class EagerLayers
{
    /// <summary>
    /// <c>y = (x − mean) / √(variance + eps)</c> with mean and (biased) variance of each group of values.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="groups">The places of the values of each group.</param>
    /// <param name="eps">Added to the variance before the root.</param>
    private static Tensor Normalize(Tensor x, int[][] groups, double eps)
    {
        var y = new double[x.Data.Length];
        var scales = new double[groups.Length];
        for (int g = 0; g < groups.Length; g++)
        {
            (double mean, double variance) = Moments(x, groups[g]);
            scales[g] = 1 / Math.Sqrt(variance + eps);
            foreach (int i in groups[g]) y[i] = (x.Data[i] - mean) * scales[g];
        }
        return Tensor.Record(x.Shape, x.Samples, y, [x], (dy, pass) =>
        {
            // dx = scale · (dy − mean(dy) − y · mean(dy · y)): mean and variance depend on every value of the group.
            double[] dx = pass.Of(x)!;
            for (int g = 0; g < groups.Length; g++)
            {
                double mean = groups[g].Average(i => dy[i]), meanOfProduct = groups[g].Average(i => dy[i] * y[i]);
                foreach (int i in groups[g]) dx[i] += scales[g] * (dy[i] - mean - y[i] * meanOfProduct);
            }
        });
    }

    private static (double Mean, double Variance) Moments(Tensor x, int[] group)
    {
        double mean = group.Average(i => x.Data[i]);
        return (mean, group.Average(i => (x.Data[i] - mean) * (x.Data[i] - mean)));
    }

    private static Tensor Affine(Tensor x, Tensor? weight, Tensor? bias)
    {
        if (weight is not null) x *= weight;
        return bias is null ? x : x + bias;
    }
}
