using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>What the runtime relies on in the parameters of compiled models, and what users do with them.</summary>
public class ParameterTests
{
    /// <summary>Compiled together, which costs little more than one.</summary>
    private static readonly Lazy<CompiledModel[]> Compiled = new(() => ModelCompiler.Compile(Zoo.Declarations));

    public static TheoryData<string> Networks => Zoo.Theory;

    [Theory]
    [MemberData(nameof(Networks))]
    public void Train_AnyNetwork_LeavesTheSpaceBetweenParametersZero(string declaration)
    {
        IPredictor model = Create(declaration, seed: 1);
        TrainOnce(model, new Adam(model) { Eps = 0 });
        float[] values = model.Parameters.Values.ToArray(), gradients = model.Parameters.Gradients.ToArray();
        Assert.Contains(gradients, gradient => gradient != 0);
        foreach (Parameter parameter in model.Parameters)
        {
            if (parameter.IsBuffer) continue;
            Array.Clear(values, parameter.Offset, parameter.Size);
            Array.Clear(gradients, parameter.Offset, parameter.Size);
        }
        Assert.All(values, value => Assert.Equal(0, value));
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void SaveAndLoad_AnyNetwork_PredictsTheSame(string declaration)
    {
        IPredictor model = Create(declaration, seed: 1);
        TrainOnce(model, new SGD(model) { LearningRate = 0.1 });
        float[] inputs = Inputs(model, seed: 3), expected = Predict(model, inputs);
        IPredictor loaded = Create(declaration, seed: 2);
        string path = Path.GetTempFileName();
        try
        {
            foreach (bool sequentialNames in new[] { false, true })
            {
                model.Save(path, sequentialNames);
                Assert.NotEqual(expected, Predict(loaded, inputs));
                loaded.Load(path);
                Assert.Equal(expected, Predict(loaded, inputs));
                loaded.Parameters.WritableValues().Clear();
            }
        }
        finally
        {
            File.Delete(path);
        }
        loaded.Parameters.CopyFrom(model.Parameters);
        Assert.Equal(expected, Predict(loaded, inputs));
    }

    private static IPredictor Create(string declaration, long seed) =>
        (IPredictor)Activator.CreateInstance(Compiled.Value[Array.IndexOf(Zoo.Declarations, declaration)].Type, seed)!;

    private static void TrainOnce(IPredictor model, Optimizer optimizer)
    {
        float[] inputs = Inputs(model, seed: 1);
        if (model is ITrainable<int> classifier)
        {
            classifier.Train(inputs, [0, 1, 0], optimizer);
            return;
        }
        var regression = (ITrainable<float>)model;
        float[] targets = new float[3 * regression.TargetSize];
        Array.Fill(targets, 0.25f);
        regression.Train(inputs, targets, optimizer);
    }

    private static float[] Inputs(IPredictor model, long seed)
    {
        float[] inputs = new float[3 * model.InputSize];
        new RandomGenerator(seed).FillUniform(inputs, 1);
        return inputs;
    }

    private static float[] Predict(IPredictor model, float[] inputs)
    {
        float[] outputs = new float[3 * model.OutputSize];
        model.Predict(inputs, outputs);
        return outputs;
    }
}
