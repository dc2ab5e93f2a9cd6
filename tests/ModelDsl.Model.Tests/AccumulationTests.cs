using ModelDsl.Model.Tests.GraphForm;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>Several batches, one step.</summary>
public class AccumulationTests
{
    public static TheoryData<string> Declarations => Zoo.Theory;

    /// <summary>Bit for bit: what was there, and what one backward pass finds.</summary>
    [Theory]
    [MemberData(nameof(Declarations))]
    public void Accumulate_AnyNetwork_AddsToTheGradients(string declaration)
    {
        // Two models of one seed: dropout draws the same in the same step.
        CompiledModel compiled = ModelCompiler.Compile(declaration);
        Trainee once = new(compiled, batch: 13, seed: 3);
        once.Backward();
        float[] first = once.Model.Parameters.Gradients.ToArray();
        Trainee twice = new(ModelCompiler.Compile(declaration), batch: 13, seed: 3);
        twice.Model.Parameters.CopyFrom(compiled.Model.Parameters);
        float[] before = new float[first.Length];
        foreach (Parameter parameter in twice.Model.Parameters) new RandomGenerator(5, parameter.Offset).FillUniform(parameter.Gradient, 1);
        twice.Model.Parameters.Gradients.CopyTo(before);
        twice.Accumulate();
        Assert.Equal(before.Zip(first, (a, b) => a + b), twice.Model.Parameters.Gradients.ToArray());
    }

    [Fact]
    public void Accumulate_HalvesOfABatch_ScaledMakeTheGradientOfTheWhole()
    {
        GraphModel model = GraphModel.Compile(
            """
            [Linear(7), Tanh] private partial Tensor Begin(Tensor x);
            [Linear(3)] private partial Tensor End(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => End(Begin(x));
            [Objective] private Tensor Loss(Tensor x, Tensor label) => CrossEntropy(x, label);
            """);
        Random random = new(4);
        float[] inputs = [.. Enumerable.Range(0, 40).Select(_ => (float)random.NextDouble())];
        int[] classes = [.. Enumerable.Range(0, 8).Select(_ => random.Next(3))];
        float whole = model.Backward([inputs], [classes]);
        float[] expected = model.Parameters.Gradients.ToArray();

        float first = model.Backward([inputs[..20]], [classes[..4]]), second = model.Accumulate([inputs[20..]], [classes[4..]]);
        model.Parameters.ScaleGradients(0.5);
        Assert.Equal(whole, (first + second) / 2, 1e-6f);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], model.Parameters.Gradients[i], 1e-7f);
    }

    [Fact]
    public void Accumulate_WrongArguments_LeavesTheGradientsAsTheyAre()
    {
        var model = (ITrainable<float>)ModelCompiler.Compile("[Input(5)] [Linear(2)] [MSELoss]").Model;
        model.Backward(new float[10], new float[4]);
        model.Parameters.Gradients[0] = 77;
        Assert.Throws<ArgumentException>(() => model.Accumulate(new float[10], new float[3]));
        Assert.Equal(77, model.Parameters.Gradients[0]);
    }
}
