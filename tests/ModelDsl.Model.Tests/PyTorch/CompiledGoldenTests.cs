using ModelDsl.Model.Tests.Harness;
using ModelDsl.Model.Tests.Reference;

namespace ModelDsl.Model.Tests.PyTorch;

/// <summary>Compiled models against the literal values of PyTorch, computed in float64.</summary>
public class CompiledGoldenTests
{
    public static TheoryData<string> Files => new(GoldenFile.Layers);

    [Theory]
    [MemberData(nameof(Files))]
    public void Compiled_PyTorchStep_SameNumbers(string file)
    {
        GoldenCase[] goldens = GoldenFile.Read(file);
        CompiledModel[] models = ModelCompiler.Compile([.. goldens.Select(golden => golden.Declaration)]);
        for (int i = 0; i < goldens.Length; i++) CheckStep(goldens[i], models[i]);
    }

    /// <summary>Ten steps repeat the rounding of one ten times, and each step passes on what the one before left.</summary>
    [Fact]
    public void Compiled_PyTorchTrajectories_SameLossesAndParameters()
    {
        Tolerance allowed = new(Relative: 5e-5, Absolute: 5e-6);
        GoldenCase[] goldens = GoldenFile.Read("trajectories");
        CompiledModel[] models = ModelCompiler.Compile([.. goldens.Select(golden => golden.Declaration)]);
        for (int i = 0; i < goldens.Length; i++)
        {
            GoldenCase golden = goldens[i];
            Load(golden, models[i]);
            Optimizer optimizer = CreateOptimizer(models[i].Model, golden.Optimizer!);
            Sample sample = new(golden.Inputs, golden.Targets);
            float[] losses = [.. golden.Losses.Select(_ => models[i].Train(sample, optimizer))];

            allowed.Check($"{golden} losses", golden.Losses, losses);
            foreach (GoldenParameter parameter in golden.Parameters)
            {
                allowed.Check($"{golden} {parameter.Name}", parameter.After, models[i].Parameters[parameter.Name].Values);
            }
        }
    }

    internal static void CheckStep(GoldenCase golden, CompiledModel model)
    {
        Load(golden, model);
        Sample sample = new(golden.Inputs, golden.Targets);
        // A gradient that is nothing but a cancelled sum errs as much as its terms: absolutely.
        Tolerance allowed = ReferenceComparison.Single with { Absolute = 5e-6 };
        allowed.Check($"{golden} predictions", golden.Predictions, model.Predict(sample));
        allowed.Check($"{golden} loss", golden.Losses, [model.Backward(sample)]);
        foreach (GoldenParameter expected in golden.Parameters)
        {
            Parameter actual = model.Parameters[expected.Name];
            if (actual.IsBuffer) allowed.Check($"{golden} {expected.Name}", expected.After, actual.Values);
            else allowed.Check($"{golden} gradient of {expected.Name}", expected.Gradient, actual.Gradient);
        }
    }

    private static void Load(GoldenCase golden, CompiledModel model)
    {
        Assert.Equal(golden.Parameters.Select(p => p.Name).Order(), model.Parameters.Select(p => p.Name).Order());
        foreach (GoldenParameter parameter in golden.Parameters) model.Parameters[parameter.Name].CopyFrom([.. parameter.Values.Select(value => (float)value)]);
    }

    private static Optimizer CreateOptimizer(IModel model, string text)
    {
        string[] words = text.Split(' ');
        Dictionary<string, double> settings = words[1..].ToDictionary(word => word.Split('=')[0], word => double.Parse(word.Split('=')[1]));
        double rate = settings["LearningRate"], decay = settings.GetValueOrDefault("WeightDecay");
        return words[0] switch
        {
            "SGD" => new SGD(model) { LearningRate = rate, WeightDecay = decay, Momentum = settings.GetValueOrDefault("Momentum") },
            "Adam" => new Adam(model) { LearningRate = rate, WeightDecay = decay },
            "AdamW" => new AdamW(model) { LearningRate = rate, WeightDecay = decay },
            _ => throw new NotSupportedException(text),
        };
    }
}
