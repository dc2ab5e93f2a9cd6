using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Schedules;

/// <summary>
/// The expected rates were computed in Python with PyTorch's formulas, where it has one in the form that makes each rate from the last
/// (the library computes each from the step alone).
/// </summary>
public class LearningRateScheduleTests
{
    [Fact]
    public void CosineAnnealingLR_FallsAndClimbsAgain() => AssertRates(
        0.1,
        optimizer => new CosineAnnealingLR(optimizer, tMax: 4, etaMin: 0.01),
        [0.1, 0.08681980515339464, 0.055, 0.023180194846605363, 0.01, 0.023180194846605363, 0.055, 0.08681980515339464, 0.1, 0.0868198051533947]);

    [Fact]
    public void StepLR_FallsEveryThreeSteps() =>
        AssertRates(0.5, optimizer => new StepLR(optimizer, stepSize: 3), [0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.005, 0.005]);

    [Fact]
    public void MultiStepLR_FallsAtEachMilestone() => AssertRates(
        1,
        optimizer => new MultiStepLR(optimizer, [4, 1, 4], gamma: 0.5),
        [1, 0.5, 0.5, 0.5, 0.125, 0.125]);

    [Fact]
    public void SequentialLR_WarmsUpThenFalls() => AssertRates(
        0.4,
        optimizer => new SequentialLR(
            optimizer,
            [new LinearLR(optimizer, startFactor: 0.25, totalIters: 3), new StepLR(optimizer, 2, 0.5), new ExponentialLR(optimizer, 0.1)],
            milestones: [3, 6]),
        [0.1, 0.2, 0.3, 0.4, 0.4, 0.2, 0.4, 0.04, 0.004]);

    [Fact]
    public void SequentialLR_WithOneCycle_VariesTheMomentumToo()
    {
        var sgd = new SGD(new BlockModel(1)) { LearningRate = 1 };
        var schedule = new SequentialLR(sgd, [new StepLR(sgd, 1), new OneCycleLR(sgd, maxLr: 0.1, totalSteps: 12, pctStart: 0.25)], milestones: [1]);
        Assert.Equal(1, sgd.LearningRate);
        schedule.Step();
        schedule.Step();
        Assert.Equal(0.052, sgd.LearningRate, 1e-12);
        Assert.Equal(0.9, sgd.Momentum, 1e-12);
    }

    [Fact]
    public void SequentialLR_BadArguments_AreRefused()
    {
        var sgd = new SGD(new BlockModel(1));
        var other = new StepLR(new SGD(new BlockModel(1)), 1);
        var step = new StepLR(sgd, 1);
        Assert.Throws<ArgumentException>(() => new SequentialLR(sgd, [step], [1]));
        Assert.Throws<ArgumentException>(() => new SequentialLR(sgd, [step, other], [1]));
        Assert.Throws<ArgumentException>(() => new SequentialLR(sgd, [step, step, step], [2, 2]));
        Assert.Throws<ArgumentException>(() => new SequentialLR(sgd, [step, step], [0]));
    }

    [Fact]
    public void BaseLearningRate_SecondSchedule_IsWhereTheFirstStarted_UntilTheRateIsSetByHand()
    {
        var sgd = new SGD(new BlockModel(1)) { LearningRate = 0.8 };
        var warmup = new LinearLR(sgd, startFactor: 0.5);
        Assert.Equal(0.4, sgd.LearningRate);
        Assert.Equal(0.8, new StepLR(sgd, 1).BaseLearningRate);
        warmup.Step();
        Assert.Equal(0.8, new StepLR(sgd, 1).BaseLearningRate);
        sgd.LearningRate = 0.3;
        Assert.Equal(0.3, new StepLR(sgd, 1).BaseLearningRate);
    }

    [Fact]
    public void ExponentialLR_FallsInEveryStep() =>
        AssertRates(2, optimizer => new ExponentialLR(optimizer, gamma: 0.5), [2, 1, 0.5, 0.25]);

    [Fact]
    public void LinearLR_Defaults_WarmUpFromAThirdInFiveSteps() => AssertRates(
        0.5,
        optimizer => new LinearLR(optimizer),
        [0.16666666666666666, 0.23333333333333334, 0.3, 0.36666666666666667, 0.43333333333333335, 0.5, 0.5, 0.5]);

    [Fact]
    public void LinearLR_Downwards_StaysAtTheEnd() => AssertRates(
        0.2,
        optimizer => new LinearLR(optimizer, startFactor: 1, endFactor: 0.25, totalIters: 3),
        [0.2, 0.15, 0.1, 0.05, 0.05, 0.05]);

    [Fact]
    public void LambdaLR_MultipliesByTheFactor() =>
        AssertRates(3, optimizer => new LambdaLR(optimizer, step => 1.0 / (1 + step)), [3, 1.5, 1, 0.75]);

    [Fact]
    public void OneCycleLR_Defaults_ClimbAndFallWithMomentumOpposite() => AssertCycle(
        optimizer => new OneCycleLR(optimizer, maxLr: 0.1, totalSteps: 12, pctStart: 0.25),
        [0.004, 0.052, 0.1, 0.09698464310077128, 0.08830226894706028, 0.0750001, 0.058682574153711, 0.04131782584628902, 0.0250003, 0.01169813105293973, 0.0030157568992287415, 4e-07],
        [0.95, 0.9, 0.85, 0.8530153689607045, 0.8616977778440511, 0.875, 0.8913175911166534, 0.9086824088833465, 0.925, 0.9383022221559488, 0.9469846310392954, 0.95]);

    [Fact]
    public void OneCycleLR_Linear_ClimbsAndFallsAlongLines() => AssertCycle(
        optimizer => new OneCycleLR(optimizer, maxLr: 0.1, totalSteps: 12, pctStart: 0.25, annealStrategy: AnnealStrategy.Linear),
        [0.004, 0.052, 0.1, 0.08888893333333334, 0.07777786666666667, 0.0666668, 0.055555733333333336, 0.04444466666666667, 0.0333336, 0.022222533333333336, 0.011111466666666667, 4e-07],
        [0.95, 0.9, 0.85, 0.861111111111111, 0.8722222222222222, 0.8833333333333333, 0.8944444444444444, 0.9055555555555556, 0.9166666666666666, 0.9277777777777777, 0.9388888888888889, 0.95]);

    [Fact]
    public void OneCycleLR_ThreePhases_PassThroughTheFirstRate() => AssertCycle(
        optimizer => new OneCycleLR(optimizer, maxLr: 0.1, totalSteps: 12, threePhase: true),
        [0.004, 0.0349789654219583, 0.08792851591221287, 0.09450188923135408, 0.04621423934774446, 0.005394792763549499, 0.003815169324257979, 0.003122461893311692, 0.0021084669893891173, 0.0010634768002885592, 0.0002866570191000554, 4e-07],
        [0.95, 0.9177302443521267, 0.8625744625914449, 0.8557271987173395, 0.9060268340127662, 0.9485470908713025, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95]);

    [Fact]
    public void OneCycleLR_Adam_VariesBeta1()
    {
        var adam = new Adam(new BlockModel(1));
        var schedule = new OneCycleLR(adam, maxLr: 0.1, totalSteps: 12, pctStart: 0.25);
        Assert.Equal(0.95, adam.Beta1, 12);
        schedule.Step();
        Assert.Equal(0.9, adam.Beta1, 12);
    }

    [Fact]
    public void OneCycleLR_OptimizerWithoutMomentum_IsRefusedUnlessToldNotToVaryIt()
    {
        var adagrad = new Adagrad(new BlockModel(1));
        Assert.Throws<ArgumentException>(() => new OneCycleLR(adagrad, maxLr: 0.1, totalSteps: 10));
        _ = new OneCycleLR(adagrad, maxLr: 0.1, totalSteps: 10, cycleMomentum: false);
        Assert.Equal(0.004, adagrad.LearningRate, 12);
    }

    [Fact]
    public void OneCycleLR_TooManySteps_AreRefused()
    {
        var sgd = new SGD(new BlockModel(1));
        var schedule = new OneCycleLR(sgd, maxLr: 0.1, totalSteps: 3);
        for (int i = 0; i < 3; i++) schedule.Step();
        Assert.Equal(4e-7, sgd.LearningRate, 12);
        Assert.Throws<InvalidOperationException>(schedule.Step);
        Assert.Equal(3, schedule.StepCount);
    }

    [Fact]
    public void Constructors_BadArguments_AreRefused()
    {
        var sgd = new SGD(new BlockModel(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineAnnealingLR(sgd, tMax: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepLR(sgd, stepSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearLR(sgd, startFactor: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearLR(sgd, endFactor: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialLR(sgd, gamma: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleLR(sgd, maxLr: 0.1, totalSteps: 10, pctStart: 2));
        Assert.Throws<ArgumentNullException>(() => new LambdaLR(sgd, null!));
    }

    private static void AssertRates(double baseRate, Func<Optimizer, LearningRateSchedule> create, double[] expected)
    {
        var sgd = new SGD(new BlockModel(1)) { LearningRate = baseRate };
        LearningRateSchedule schedule = create(sgd);
        foreach (double rate in expected)
        {
            Assert.Equal(rate, sgd.LearningRate, 1e-12);
            schedule.Step();
        }
    }

    private static void AssertCycle(Func<Optimizer, LearningRateSchedule> create, double[] rates, double[] momenta)
    {
        var sgd = new SGD(new BlockModel(1)) { LearningRate = 0.7 };
        LearningRateSchedule schedule = create(sgd);
        for (int i = 0; i < rates.Length; i++)
        {
            Assert.Equal(rates[i], sgd.LearningRate, 1e-12);
            Assert.Equal(momenta[i], sgd.Momentum, 1e-12);
            schedule.Step();
        }
    }
}
