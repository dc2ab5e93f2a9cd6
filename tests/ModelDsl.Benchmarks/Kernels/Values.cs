namespace ModelDsl.Benchmarks.Kernels;

internal static class Values
{
    /// <summary>Between -2 and 2, always the same.</summary>
    public static float[] Random(int length)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() * 4 - 2)];
    }
}
