using System.Reflection;
using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Optimizers;

public class OptimizerTests
{
    public static TheoryData<string> Kinds => ["SGD", "Adam", "AdamW", "Adagrad", "RMSprop"];

    [Fact]
    public void Constructors_HavePyTorchsDefaults()
    {
        var model = new BlockModel(1);
        var sgd = new SGD(model);
        Assert.Equal((1e-3, 0, 0, 0, false), (sgd.LearningRate, sgd.Momentum, sgd.Dampening, sgd.WeightDecay, sgd.Nesterov));
        var adam = new Adam(model);
        Assert.Equal((1e-3, 0.9, 0.999, 1e-8, 0, false), (adam.LearningRate, adam.Beta1, adam.Beta2, adam.Eps, adam.WeightDecay, adam.AMSGrad));
        var adamW = new AdamW(model);
        Assert.Equal((1e-3, 0.9, 0.999, 1e-8, 0.01, false), (adamW.LearningRate, adamW.Beta1, adamW.Beta2, adamW.Eps, adamW.WeightDecay, adamW.AMSGrad));
        var adagrad = new Adagrad(model);
        Assert.Equal((1e-2, 0, 0, 0, 1e-10), (adagrad.LearningRate, adagrad.LearningRateDecay, adagrad.WeightDecay, adagrad.InitialAccumulatorValue, adagrad.Eps));
        var rms = new RMSprop(model);
        Assert.Equal((1e-2, 0.99, 1e-8, 0, 0, false), (rms.LearningRate, rms.Alpha, rms.Eps, rms.WeightDecay, rms.Momentum, rms.Centered));
    }

    [Fact]
    public void SGD_WithDampening_TakesTheFirstGradientWhole()
    {
        BlockModel model = One(value: 1);
        var sgd = new SGD(model) { LearningRate = 0.5, Momentum = 0.5, Dampening = 0.25 };

        // m = 2; p = 1 − 0.5 · 2
        StepWith(model, sgd, gradient: 2);
        Assert.Equal(0, model.Parameters[0].Values[0]);

        // m = 0.5 · 2 + 0.75 · 4 = 4; p = 0 − 0.5 · 4
        StepWith(model, sgd, gradient: 4);
        Assert.Equal(-2, model.Parameters[0].Values[0]);
    }

    [Fact]
    public void Adagrad_WithInitialAccumulator_StartsThere()
    {
        BlockModel model = One(value: 1);

        // s = 16 + 3² = 25; p = 1 − 0.5 · 3 / 5
        StepWith(model, new Adagrad(model) { LearningRate = 0.5, InitialAccumulatorValue = 16 }, gradient: 3);
        Assert.Equal(0.7f, model.Parameters[0].Values[0], 6);
    }

    [Fact]
    public void RMSprop_CenteredWithAConstantGradient_StaysFinite()
    {
        // The variance of a constant is 0, and rounding makes it negative sooner or later.
        BlockModel model = One(value: 1);
        var rms = new RMSprop(model) { LearningRate = 1e-6, Centered = true };
        for (int i = 0; i < 5_000; i++) StepWith(model, rms, gradient: 0.1f);
        Assert.True(float.IsFinite(model.Parameters[0].Values[0]));
    }

    public static TheoryData<string> Forgetting => ["momentum", "weight decay", "Adam", "AMSGrad", "RMSprop"];

    [Theory]
    [MemberData(nameof(Forgetting))]
    public void Step_WithoutGradientsForLong_LeavesNoDenormalNumbers(string kind)
    {
        BlockModel model = new(20);
        Optimizer optimizer = kind switch
        {
            "momentum" => new SGD(model) { Momentum = 0.9 },
            "weight decay" => new SGD(model) { LearningRate = 0.5, WeightDecay = 0.2 },
            "Adam" => new Adam(model) { Beta2 = 0.9 },
            "AMSGrad" => new Adam(model) { Beta2 = 0.9, AMSGrad = true },
            "RMSprop" => new RMSprop(model) { Alpha = 0.9, Momentum = 0.9, Centered = true },
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        model.Parameters[0].Gradient.Fill(1);
        optimizer.Step();
        model.Parameters[0].Gradient.Clear();
        // 0.9 to the power of 900 is 7·10⁻⁴².
        for (int step = 0; step < 900; step++) optimizer.Step();
        Assert.All(model.Parameters.Values.ToArray(), Check);
        Assert.Equal(kind == "weight decay", !StateOf(optimizer).Any());
        Assert.All(StateOf(optimizer), state => Assert.All(state.Span.ToArray(), Check));

        static void Check(float value) => Assert.False(float.IsSubnormal(value), $"{value} is denormal");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_WithNaN_PassesItOn(string kind)
    {
        BlockModel model = One(value: 1);
        StepWith(model, Create(kind, model), gradient: float.NaN);
        Assert.Equal(float.NaN, model.Parameters[0].Values[0]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_Maximize_EqualsTheNegativeGradient(string kind)
    {
        BlockModel up = One(value: 1), down = One(value: 1);
        Optimizer maximizer = Create(kind, up);
        maximizer.Maximize = true;
        Optimizer minimizer = Create(kind, down);
        for (int i = 1; i < 5; i++)
        {
            StepWith(up, maximizer, gradient: i);
            StepWith(down, minimizer, gradient: -i);
        }
        Assert.Equal(down.Parameters[0].Values[0], up.Parameters[0].Values[0]);
        Assert.True(up.Parameters[0].Values[0] > 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_AnyPiece_GivesEachParameterTheSameUpdate(string kind)
    {
        // One value in a block of its own, and the same value repeated all over a block that is cut into pieces.
        BlockModel single = One(value: 0.5f);
        var large = new BlockModel(100_003);
        float[] values = new float[100_003];
        Array.Fill(values, 0.5f);
        large.Parameters[0].CopyFrom(values);
        Optimizer first = Create(kind, single), second = Create(kind, large);
        for (int step = 1; step <= 3; step++)
        {
            StepWith(single, first, gradient: 0.3f * step);
            large.Parameters[0].Gradient.Fill(0.3f * step);
            second.Step();
        }
        float expected = single.Parameters[0].Values[0];
        Assert.NotEqual(0.5f, expected);
        Assert.All(large.Parameters[0].Values.ToArray(), value => Assert.Equal(expected, value));
        Assert.All(large.Parameters.Values[100_003..].ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_MovesTheVersion(string kind)
    {
        BlockModel model = One(value: 1);
        int version = model.Parameters.Version;
        StepWith(model, Create(kind, model), gradient: 1);
        Assert.NotEqual(version, model.Parameters.Version);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_AfterTheFirst_AllocatesNothing(string kind)
    {
        var model = new BlockModel(50_000, 10, 40_000);
        Optimizer optimizer = Create(kind, model);
        model.Backward(step: 0);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 3; i++) optimizer.Step();
        }));
    }

    [Fact]
    public void Step_WithoutEps_LeavesTheSpaceBetweenParametersZero()
    {
        // Sizes that leave gaps, over more than one piece; a gradient of 0 in a gap makes 0/0.
        int[] sizes = [5, 40_001, 3, 17, 20_000];
        foreach (Func<IModel, Optimizer> create in new Func<IModel, Optimizer>[]
                 {
                     model => new Adam(model) { Eps = 0 },
                     model => new Adagrad(model) { Eps = 0 },
                     model => new RMSprop(model) { Eps = 0, Momentum = 0.5 },
                 })
        {
            var model = new BlockModel(sizes);
            Optimizer optimizer = create(model);
            for (int step = 0; step < 2; step++)
            {
                model.Backward(step);
                optimizer.Step();
            }
            float[] all = model.Parameters.Values.ToArray();
            foreach (Parameter parameter in model.Parameters) Array.Clear(all, parameter.Offset, parameter.Size);
            Assert.All(all, value => Assert.Equal(0, value));
            Assert.DoesNotContain(float.NaN, model.Parameters[1].Values.ToArray());
        }
    }

    [Fact]
    public void HyperParameters_OutOfRange_AreRefused()
    {
        var model = new BlockModel(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(model) { LearningRate = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(model) { LearningRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(model) { WeightDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(model) { Momentum = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(model) { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(model) { Beta2 = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(model) { Eps = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(model) { LearningRateDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(model) { InitialAccumulatorValue = -1 });
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new RMSprop(model) { Alpha = 1.5 });
        Assert.StartsWith("Alpha: expected a number from 0 to 1, less than 1", error.Message);
        Assert.Throws<ArgumentNullException>(() => new SGD(null!));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.9, 0.1)]
    public void SGD_NesterovWithoutMomentumOrWithDampening_IsRefusedAndChangesNothing(double momentum, double dampening)
    {
        BlockModel model = One(value: 1);
        model.Parameters[0].Gradient[0] = 1;
        var sgd = new SGD(model) { Nesterov = true, Momentum = momentum, Dampening = dampening };
        Assert.Throws<InvalidOperationException>(sgd.Step);
        Assert.Equal(1, model.Parameters[0].Values[0]);
        Assert.Equal(0, sgd.StepCount);
    }

    [Fact]
    public void Step_OwnRule_IsRunOverTheWholeBlock()
    {
        var model = new BlockModel(3, 40_000);
        float[] before = model.Parameters.Values.ToArray();
        model.Backward(step: 1);
        new SignDescent(model) { LearningRate = 0.5 }.Step();
        Assert.All(model.Parameters, parameter =>
        {
            for (int i = 0; i < parameter.Size; i++)
            {
                Assert.Equal(before[parameter.Offset + i] - 0.5f * MathF.Sign(parameter.Gradient[i]), parameter.Values[i]);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void CycledMomentum_WhereThereIsOne_IsTheOptimizersOwn(string kind)
    {
        Optimizer optimizer = Create(kind, new BlockModel(1));
        if (!optimizer.HasMomentum)
        {
            Assert.Throws<NotSupportedException>(() => optimizer.CycledMomentum = 0.5);
            return;
        }
        Assert.Equal(0.9, optimizer.CycledMomentum);
        optimizer.CycledMomentum = 0.5;
        Assert.Equal(0.5, optimizer is Adam adam ? adam.Beta1 : optimizer is SGD sgd ? sgd.Momentum : ((RMSprop)optimizer).Momentum);
    }

    private static Optimizer Create(string kind, IModel model) => kind switch
    {
        "SGD" => new SGD(model) { LearningRate = 0.1, Momentum = 0.9, Nesterov = true },
        "Adam" => new Adam(model) { LearningRate = 0.1, AMSGrad = true },
        "AdamW" => new AdamW(model) { LearningRate = 0.1, WeightDecay = 0.01 },
        "Adagrad" => new Adagrad(model) { LearningRate = 0.1, LearningRateDecay = 0.1 },
        "RMSprop" => new RMSprop(model) { LearningRate = 0.1, Centered = true, Momentum = 0.9 },
        _ => throw new ArgumentException(kind),
    };

    private static IEnumerable<AlignedBuffer> StateOf(Optimizer optimizer)
    {
        for (Type? type = optimizer.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.GetValue(optimizer) is AlignedBuffer state) yield return state;
            }
        }
    }

    private static BlockModel One(float value)
    {
        var model = new BlockModel(1);
        model.Parameters[0].CopyFrom([value]);
        return model;
    }

    private static void StepWith(BlockModel model, Optimizer optimizer, float gradient)
    {
        model.Parameters[0].Gradient[0] = gradient;
        optimizer.Step();
    }

    /// <summary>As a user would write one.</summary>
    private sealed class SignDescent(IModel model) : Optimizer(model)
    {
        protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, int start)
        {
            for (int i = 0; i < values.Length; i++) values[i] -= (float)LearningRate * MathF.Sign(gradients[i]);
        }
    }
}
