namespace ModelDsl;

/// <content>Dropout.</content>
public static partial class EagerLayers
{
    /// <summary>
    /// In training, sets each value to zero with probability p and multiplies the others by 1/(1 − p); in prediction, nothing. Any shape.
    /// Values that are dropped become zero even if they were infinite or NaN.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="p">The probability of a zero, from 0 to 1.</param>
    /// <param name="training">Whether values are dropped.</param>
    /// <param name="random">Where the numbers come from that decide it, one for each value in their order.</param>
    /// <exception cref="ArgumentException">p is no probability.</exception>
    public static Tensor Dropout(Tensor x, float p, bool training, RandomGenerator random)
    {
        if (!(p is >= 0 and <= 1)) throw new ArgumentException($"Dropout: p is {p}, and a probability, from 0 to 1, was expected.", nameof(p));
        if (!training) return x;
        double scale = 1 / (1.0 - p);
        bool[] isKept = Array.ConvertAll(x.Data, _ => random.NextSingle() >= p);
        double[] y = [.. x.Data.Select((value, i) => isKept[i] ? value * scale : 0)];
        return Tensor.Record(x.Shape, x.Samples, y, [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int i = 0; i < dx.Length; i++)
            {
                if (isKept[i]) dx[i] += dy[i] * scale;
            }
        });
    }
}
