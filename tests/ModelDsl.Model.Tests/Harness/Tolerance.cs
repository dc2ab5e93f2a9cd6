namespace ModelDsl.Model.Tests.Harness;

/// <summary>How far two numbers may be apart: |expected − actual| ≤ absolute + relative · largest + known.</summary>
/// <param name="Relative">
/// Times the largest expected number of the comparison. That one is everyone's scale because sums of products of mixed signs
/// cancel, and the rounding that is left is as large as their terms were.
/// </param>
/// <param name="Absolute">What is always allowed.</param>
internal sealed record Tolerance(double Relative, double Absolute)
{
    /// <param name="what">What is compared, for the message.</param>
    /// <param name="expected">The right numbers.</param>
    /// <param name="actual">The numbers to check.</param>
    /// <param name="known">An error that is known to lie in the problem and not in its solution.</param>
    public void Check(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double known = 0)
    {
        if (expected.Length != actual.Length) Assert.Fail($"{what}: expected {expected.Length} numbers, got {actual.Length}");
        double largest = 0;
        foreach (double value in expected) largest = Math.Max(largest, Math.Abs(value));
        double allowed = Absolute + Relative * largest + known;
        for (int i = 0; i < expected.Length; i++)
        {
            double apart = Math.Abs(expected[i] - actual[i]);
            // Written so that NaN fails.
            if (!(apart <= allowed)) Assert.Fail($"{what}[{i}] of {expected.Length}: expected {expected[i]:G9}, got {actual[i]:G9}, apart {apart:G3}, allowed {allowed:G3}");
        }
    }

    public void Check(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double known = 0)
    {
        double[] wide = new double[actual.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = actual[i];
        Check(what, expected, wide, known);
    }
}
