using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Optimizers;

/// <summary>
/// Float32 against 1,001 steps of PyTorch in float64, for 17 variants.
/// <para>
/// The tolerance is derived, not chosen. A second run of the same rules in double, whose gradients, parameters and state are stored as floats
/// after each step, shows how far the rounding of the stored numbers alone carries a trajectory away: between 2e-7, where weight
/// decay pulls all trajectories to one point, and 2e-5, where RMSprop with weight decay divides by ever smaller gradients. The library
/// rounds each of the up to 15 operations of a rule too. Errors of that size and random sign add up to at most √15 ≈ 4 times
/// the error of one rounding, hence four times that deviation is allowed, and never more than 1e-4.
/// </para>
/// </summary>
public class OptimizerTrajectoryTests
{
    private const double RoundingsPerStep = 4;
    private const double Cap = 1e-4;

    public static TheoryData<string> Variants => [.. OptimizerGolden.Names];

    [Fact]
    public void Golden_HoldsSeventeenVariants() => Assert.Equal(17, OptimizerGolden.Names.Count());

    [Theory]
    [MemberData(nameof(Variants))]
    public void Rules_InDouble_AreThoseOfPyTorch(string variant)
    {
        var golden = OptimizerGolden.Read(variant);
        Assert.InRange(Deviation(golden, golden.Options, value => value), 0, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Step_InFloat_FollowsPyTorch(string variant)
    {
        var golden = OptimizerGolden.Read(variant);
        var net = new SigmoidNet { Flat = OptimizerGolden.InitialParameters };
        Optimizer optimizer = golden.Options.Create(net);
        (double difference, int step) = golden.LargestDifference(() =>
        {
            net.Backward();
            optimizer.Step();
            return net.Flat;
        });
        double tolerance = Tolerance(golden);
        Assert.True(difference <= tolerance, $"{variant}: {difference:E2} after step {step}, allowed {tolerance:E2}");
        Assert.Equal(1001, optimizer.StepCount);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Tolerance_WouldNoticeALearningRateThatIsATenthOfAPercentOff(string variant)
    {
        var golden = OptimizerGolden.Read(variant);
        OptimizerOptions off = golden.Options with { LearningRate = golden.Options.LearningRate * 1.001 };
        Assert.True(Deviation(golden, off, value => value) > Tolerance(golden));
    }

    private static double Tolerance(OptimizerGolden golden)
    {
        double tolerance = RoundingsPerStep * Deviation(golden, golden.Options, value => (float)value);
        Assert.InRange(tolerance, 1e-8, Cap);
        return tolerance;
    }

    private static double Deviation(OptimizerGolden golden, OptimizerOptions options, Func<double, double> keep)
    {
        double[] parameters = [.. OptimizerGolden.InitialParameters.Select(keep)];
        var reference = new ReferenceOptimizer(options, keep);
        return golden.LargestDifference(() =>
        {
            reference.Step(parameters);
            return parameters;
        }).Difference;
    }
}
