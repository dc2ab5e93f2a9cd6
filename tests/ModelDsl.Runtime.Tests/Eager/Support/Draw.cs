namespace ModelDsl.Runtime.Tests.Eager.Support;

/// <summary>Random tensors of doubles, which no float holds: what is compared with finite differences is not rounded on the way.</summary>
internal static class Draw
{
    /// <summary>Values from <paramref name="least"/> to <paramref name="greatest"/>.</summary>
    /// <param name="random">Where they come from.</param>
    /// <param name="samples">The samples of the batch; null for a shared tensor.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="least">The least value.</param>
    /// <param name="greatest">The greatest value.</param>
    public static Tensor Values(Random random, int? samples, int[] shape, double least = -2, double greatest = 2)
    {
        int count = (samples ?? 1) * shape.Aggregate(1, (product, size) => product * size);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => least + (greatest - least) * random.NextDouble())];
        return Exactly(samples, shape, values);
    }

    /// <summary>A tensor of given doubles.</summary>
    public static Tensor Exactly(int? samples, int[] shape, double[] values) => new([.. shape], samples, values, requiresGrad: true);

    /// <summary>0, 1, 2, …: values that show where they went.</summary>
    public static Tensor Counting(int? samples, params int[] shape)
    {
        int count = (samples ?? 1) * shape.Aggregate(1, (product, size) => product * size);
        return Exactly(samples, shape, [.. Enumerable.Range(0, count).Select(i => (double)i)]);
    }
}
