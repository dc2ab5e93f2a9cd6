namespace ModelDsl;

/// <content>Softmax and its logarithm.</content>
public static partial class TensorFunctions
{
    /// <summary><c>yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)</c> along one dimension. Any shape → the same shape.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension of the sum, in the shape of one sample.</param>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static Tensor Softmax(Tensor x, int dim = -1)
    {
        Lines lines = Lines.Along(x, Sizes.Dimension("Softmax", dim, x.Shape.AsSpan()));
        double[] y = Array.ConvertAll(LogSoftmaxOf(x, lines), Math.Exp);
        return Tensor.Record(x.Shape, x.Samples, y, [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int line = 0; line < lines.Count; line++)
            {
                double dot = 0;
                for (int i = 0; i < lines.Length; i++) dot += dy[lines.At(line, i)] * y[lines.At(line, i)];
                for (int i = 0; i < lines.Length; i++) dx[lines.At(line, i)] += y[lines.At(line, i)] * (dy[lines.At(line, i)] - dot);
            }
        });
    }

    /// <summary><c>yᵢ = xᵢ − ln Σⱼ exp(xⱼ)</c> along one dimension: the logarithm of <see cref="Softmax"/>. Any shape → the same shape.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension of the sum, in the shape of one sample.</param>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static Tensor LogSoftmax(Tensor x, int dim = -1)
    {
        Lines lines = Lines.Along(x, Sizes.Dimension("LogSoftmax", dim, x.Shape.AsSpan()));
        double[] y = LogSoftmaxOf(x, lines);
        return Tensor.Record(x.Shape, x.Samples, y, [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int line = 0; line < lines.Count; line++)
            {
                double sum = 0;
                for (int i = 0; i < lines.Length; i++) sum += dy[lines.At(line, i)];
                for (int i = 0; i < lines.Length; i++) dx[lines.At(line, i)] += dy[lines.At(line, i)] - Math.Exp(y[lines.At(line, i)]) * sum;
            }
        });
    }

    /// <summary>The greatest value is taken away first, so that no exponential overflows.</summary>
    private static double[] LogSoftmaxOf(Tensor x, Lines lines)
    {
        var y = new double[x.Data.Length];
        for (int line = 0; line < lines.Count; line++)
        {
            double greatest = double.NegativeInfinity, sum = 0;
            for (int i = 0; i < lines.Length; i++) greatest = Math.Max(greatest, x.Data[lines.At(line, i)]);
            for (int i = 0; i < lines.Length; i++) sum += Math.Exp(x.Data[lines.At(line, i)] - greatest);
            for (int i = 0; i < lines.Length; i++) y[lines.At(line, i)] = x.Data[lines.At(line, i)] - greatest - Math.Log(sum);
        }
        return y;
    }
}
