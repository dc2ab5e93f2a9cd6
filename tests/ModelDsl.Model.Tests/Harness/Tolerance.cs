namespace ModelDsl.Model.Tests.Harness;

/// <summary>How far two numbers may be apart: |expected − actual| ≤ absolute + relative · scale.</summary>
/// <param name="Relative">
/// Times the largest expected number of the comparison. That one is everyone's scale because sums of products of mixed signs
/// cancel, and the rounding that is left is as large as their terms were.
/// </param>
/// <param name="Absolute">What is always allowed.</param>
internal sealed record Tolerance(double Relative, double Absolute)
{
    public void Check(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        if (expected.Length != actual.Length) Assert.Fail($"{what}: expected {expected.Length} numbers, got {actual.Length}");
        double largest = 0;
        foreach (double value in expected) largest = Math.Max(largest, Math.Abs(value));
        double allowed = Absolute + Relative * largest;
        for (int i = 0; i < expected.Length; i++)
        {
            double apart = Math.Abs(expected[i] - actual[i]);
            // Written so that NaN fails.
            if (!(apart <= allowed)) Assert.Fail($"{what}[{i}] of {expected.Length}: expected {expected[i]:G9}, got {actual[i]:G9}, apart {apart:G3}, allowed {allowed:G3}");
        }
    }

    public void Check(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        double[] wide = new double[actual.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = actual[i];
        Check(what, expected, wide);
    }
}
