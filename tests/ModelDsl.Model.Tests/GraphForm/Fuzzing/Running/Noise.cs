namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>
/// Changes numbers by about 50 roundings of a float. How far the eager results move shows how far compiled ones, which round at every step, may lie from them; and it shows kinks and jumps
/// nearby, on whose other side a compiled network may be. The two signs disturb in opposite directions, so that one of them crosses.
/// </summary>
internal sealed class Noise(int seed, int sign)
{
    public const float Amplitude = 3e-6f;

    private readonly Random _random = new(seed);

    /// <summary>No noise: the exact values.</summary>
    public static readonly Noise None = new(0, 0);

    public bool IsNone => sign == 0;

    public float[] On(ReadOnlySpan<float> values)
    {
        float[] changed = values.ToArray();
        if (IsNone) return changed;
        for (int i = 0; i < changed.Length; i++) changed[i] *= 1 + Next();
        return changed;
    }

    /// <summary>The values of a tensor, and its gradient.</summary>
    public Tensor On(Tensor x)
    {
        float[] values = [.. Enumerable.Range(0, x.Values.Length).Select(_ => Next())];
        int[] shape = [.. x.Shape];
        return x + x * (x.Samples is null ? Tensor.From(values, shape) : Tensor.Batch(values, shape)).Detach();
    }

    private float Next() => sign * Amplitude * (float)(_random.NextDouble() * 2 - 1);
}
