using System.Reflection;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>
/// With one output y = w · dropout(x), no bias, target 0 and a summed squared error, the gradient 2y · dropout(x) shows the mask.
/// </summary>
public class DropoutTests
{
    private const int Features = 4000;

    [Theory]
    [InlineData("0.5f", 0.5)]
    [InlineData("0.1f", 0.1)]
    [InlineData("0f", 0)]
    public void Dropout_InTraining_ZeroesItsShareAndScalesTheRest(string rate, double expected)
    {
        ITrainable<float> model = Create(rate);
        float[] inputs = [.. Enumerable.Range(0, Features).Select(i => 1 + i % 3f)];
        float[] mask = Mask(model, inputs);

        double share = mask.Count(value => value == 0) / (double)Features;
        // Five standard deviations of a binomial share.
        Assert.InRange(share, expected - 5 * Math.Sqrt(0.25 / Features), expected + 5 * Math.Sqrt(0.25 / Features));
        foreach (float value in mask)
        {
            if (value != 0) Assert.Equal(1 / (1 - expected), value, tolerance: 1e-4);
        }
    }

    [Fact]
    public void Dropout_NextStep_DrawsAnotherMask()
    {
        ITrainable<float> model = Create("0.5f");
        float[] inputs = [.. Enumerable.Repeat(1f, Features)];
        float[] first = Mask(model, inputs), second = Mask(model, inputs);
        Assert.InRange(first.Zip(second).Count(pair => (pair.First == 0) != (pair.Second == 0)), Features * 0.4, Features * 0.6);
    }

    [Fact]
    public void Dropout_InPrediction_ChangesNothing()
    {
        IPredictor model = Create("0.5f");
        float[] inputs = [.. Enumerable.Repeat(1f, Features)];
        float[] output = new float[1];
        model.Predict(inputs, output);
        Assert.Equal(model.Parameters[0].Values.ToArray().Sum(value => (double)value), output[0], tolerance: 1e-3);
    }

    [Fact]
    public void Dropout_OfOne_LeavesNothing()
    {
        ITrainable<float> model = Create("1f");
        Assert.Equal(9, model.Backward([.. Enumerable.Repeat(1f, Features)], [3]), tolerance: 1e-6);
        Assert.All(model.Parameters[0].Gradient.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void DropoutRate_Changed_HoldsFromTheNextStep()
    {
        ITrainable<float> model = Create("0.5f");
        float[] inputs = [.. Enumerable.Repeat(1f, Features)];
        Assert.Equal(0.5f, Rate(model).GetValue(model));
        Rate(model).SetValue(model, 0.1f);
        Assert.InRange(Mask(model, inputs).Count(value => value == 0), 0.07 * Features, 0.13 * Features);
        Rate(model).SetValue(model, 0f);
        Assert.DoesNotContain(Mask(model, inputs), value => Math.Abs(value - 1) > 1e-4);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void DropoutRate_NoProbability_IsRefusedAndChangesNothing(float rate)
    {
        ITrainable<float> model = Create("0.5f");
        TargetInvocationException thrown = Assert.Throws<TargetInvocationException>(() => Rate(model).SetValue(model, rate));
        Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException);
        Assert.Equal(0.5f, Rate(model).GetValue(model));
    }

    private static PropertyInfo Rate(IPredictor model) => model.GetType().GetProperty("Dropout1Rate")!;

    private static ITrainable<float> Create(string rate)
    {
        IPredictor model = ModelCompiler.Compile($"[Input({Features})] [Dropout({rate})] [Linear(1, Bias = false)] [MSELoss(Reduction = Reduction.Sum)]").Model;
        model.Parameters[0].CopyFrom([.. Enumerable.Range(0, Features).Select(i => 1e-3f * (1 + i % 5))]);
        return (ITrainable<float>)model;
    }

    /// <summary>What each input was multiplied by.</summary>
    private static float[] Mask(ITrainable<float> model, float[] inputs)
    {
        double output = Math.Sqrt(model.Backward(inputs, [0]));
        return [.. inputs.Zip(model.Parameters[0].Gradient.ToArray(), (x, gradient) => (float)(gradient / (2 * output * x)))];
    }
}
