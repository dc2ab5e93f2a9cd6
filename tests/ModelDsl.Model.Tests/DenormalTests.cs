using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>Weights on the way to zero end there, and never are denormal numbers, with which some processors take a hundred times as long: see docs/performance.md.</summary>
public class DenormalTests
{
    private const int Features = 40;

    [Fact]
    public void Training_WeightsDecayToZero_StaysRightAndMeetsNoDenormals()
    {
        ITrainable<float> model = (ITrainable<float>)ModelCompiler.Compile($"[Input({Features})] [Linear(1, Bias = false)] [MSELoss]").Model;
        SGD optimizer = new(model) { LearningRate = 0.5, WeightDecay = 1 };
        float[] nothing = new float[Features], ones = [.. Enumerable.Repeat(1f, Features)], output = new float[1];
        for (int step = 0; step < 200; step++)
        {
            // No input, no gradient: each step halves the weights.
            Assert.Equal(0, model.Train(nothing, [0], optimizer));
            float[] weights = model.Parameters[0].Values.ToArray();
            model.Predict(ones, output);
            Assert.Equal(weights.Sum(weight => (double)weight), output[0], tolerance: 1e-6 * weights.Max(Math.Abs) + float.Epsilon * Features);
            Assert.DoesNotContain(weights, float.IsSubnormal);
        }
        Assert.All(model.Parameters[0].Values.ToArray(), weight => Assert.Equal(0, weight));
    }
}
