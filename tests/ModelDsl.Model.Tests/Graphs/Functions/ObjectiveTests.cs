using System.Runtime.InteropServices;
using ModelDsl.Generator.Graphs;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Objectives that are computed by functions: of samples, of parameters, of losses.</summary>
[Collection(nameof(ProcessWide))]
public class ObjectiveTests
{
    private const int Features = 19;

    private static readonly double[] Weights = [.. Enumerable.Range(0, Features).Select(i => (double)MathF.Sin(i * 0.7f))];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(150)]
    public void Objective_OfEachSample_IsAveragedOverTheBatch(int batch)
    {
        HandMadeModel model = Compile(BuildDistance);
        float[] inputs = Wave(batch * Features), targets = Wave(batch);
        float loss = model.Training.Backward<float>(inputs, targets, batch);
        Assert.Equal(Distance(inputs, targets, batch), loss, 1e-5);
        CheckGradient(model, () => Distance(inputs, targets, batch));
    }

    [Fact]
    public void Objective_OfEachSample_DoesNotDependOnTheNumberOfWorkers()
    {
        const int Batch = 150;
        int before = WorkerPool.Shared.Workers;
        try
        {
            int[] Bits(int workers)
            {
                WorkerPool.Shared.Workers = workers;
                HandMadeModel model = Compile(BuildDistance);
                float loss = model.Training.Backward<float>(Wave(Batch * Features), Wave(Batch), Batch);
                return [BitConverter.SingleToInt32Bits(loss), .. MemoryMarshal.Cast<float, int>(model.Parameters["w.weight"].Gradient)];
            }
            int[] expected = Bits(1);
            foreach (int workers in new[] { 2, 3, 8 }) Assert.Equal(expected, Bits(workers));
        }
        finally
        {
            WorkerPool.Shared.Workers = before;
        }
    }

    [Fact]
    public void Objective_OfALossAndAPenalty_AddsBothGradients()
    {
        const int Batch = 5;
        Graph Build()
        {
            HandGraph graph = new();
            Value x = graph.Input(Features), w = graph.Parameter("w", Features), scores = graph.Call("Multiply", x, w);
            Value loss = graph.Call("MSELoss", scores, graph.Target(Features));
            Value penalty = graph.Call(Of("Multiply", ("Right", 0.25f)), graph.Call("Sum", graph.Call("Square", w)));
            return graph.Train(scores, graph.Call("Add", graph.Call(Of("Multiply", ("Left", 3f)), loss), penalty));
        }
        HandMadeModel model = Compile(Build);
        float[] inputs = Wave(Batch * Features), targets = [.. Wave(Batch * Features).Reverse()];
        double Expected() => 3 * inputs.Select((value, i) => Math.Pow(value * Weights[i % Features] - targets[i], 2)).Average() + 0.25 * Weights.Sum(w => w * w);
        Assert.Equal(Expected(), model.Training.Backward<float>(inputs, targets, Batch), 1e-5);
        CheckGradient(model, Expected);
    }

    [Fact]
    public void Objective_OfTwoLosses_AddsTheirGradients()
    {
        const int Batch = 5;
        Graph Build()
        {
            HandGraph graph = new();
            Value x = graph.Input(Features), w = graph.Parameter("w", Features), scores = graph.Call("Multiply", x, w), target = graph.Target(Features);
            return graph.Train(scores, graph.Call("Add", graph.Call("MSELoss", scores, target), graph.Call("SmoothL1Loss", graph.Call("Square", scores), target)));
        }
        HandMadeModel model = Compile(Build);
        float[] inputs = Wave(Batch * Features), targets = [.. Wave(Batch * Features).Reverse()];
        static double Smooth(double d) => Math.Abs(d) < 1 ? d * d / 2 : Math.Abs(d) - 0.5;
        double Expected()
            => inputs.Select((value, i) => (Score: value * Weights[i % Features], Target: targets[i])).Average(pair => Math.Pow(pair.Score - pair.Target, 2) + Smooth(pair.Score * pair.Score - pair.Target));
        Assert.Equal(Expected(), model.Training.Backward<float>(inputs, targets, Batch), 1e-5);
        CheckGradient(model, Expected);
    }

    [Fact]
    public void Objective_OfParametersAlone_IsComputedAnewInEveryStep()
    {
        Graph Build()
        {
            HandGraph graph = new();
            Value x = graph.Input(Features), w = graph.Parameter("w", Features);
            return graph.Train(graph.Call("Add", x, w), graph.Call("Sum", graph.Call("Multiply", w, graph.Call("Add", w, w))));
        }
        HandMadeModel model = Compile(Build);
        for (int step = 0; step < 2; step++)
        {
            // Whoever clears or scales the gradients in between gets new ones, although the parameters have not moved.
            model.Parameters.Gradients.Fill(-1);
            Assert.Equal(2 * Weights.Sum(w => w * w), model.Training.Backward<float>(Wave(Features), [], 1), 1e-4);
            CheckGradient(model, () => 2 * Weights.Sum(w => w * w));
        }
    }

    [Fact]
    public void Detach_OfAFactor_LetsTheOtherLearn()
    {
        Graph Build()
        {
            HandGraph graph = new();
            Value x = graph.Input(Features), w = graph.Parameter("w", Features), y = graph.Call("Multiply", x, w);
            return graph.Train(y, graph.Call("BatchMean", graph.Call("Sum", graph.Call("Multiply", y, graph.Call("Detach", y)))));
        }
        HandMadeModel model = Compile(Build);
        float[] inputs = Wave(3 * Features);
        double[] given = [.. Weights];
        double Expected() => inputs.Select((value, i) => value * value * Weights[i % Features] * given[i % Features]).Sum() / 3;
        Assert.Equal(Expected(), model.Training.Backward<float>(inputs, [], 3), 1e-4);
        CheckGradient(model, Expected);
    }

    [Fact]
    public void Prediction_OfAModelWithAnObjective_NeedsNoTargets()
    {
        HandMadeModel model = Compile(BuildDistance);
        float[] inputs = Wave(3 * Features), outputs = new float[3];
        model.Prediction.Predict(inputs, outputs, 3);
        for (int n = 0; n < 3; n++) Assert.Equal(Score(inputs, n), outputs[n], 1e-5);
    }

    [Fact]
    public void Join_BeforeReLU_ComputesBothInOneStep()
    {
        Graph Build()
        {
            HandGraph graph = new();
            Value x = graph.Input(Features), w = graph.Parameter("w", Features), y = graph.Call("ReLU", graph.Call("Add", x, w));
            return graph.Train(y, graph.Call("BatchMean", graph.Call("Sum", graph.Call("Square", y))));
        }
        Assert.Contains("Elementwise.AddReLU(", HandMadeModel.Emit(Build));
        HandMadeModel model = Compile(Build);
        float[] inputs = Wave(3 * Features);
        double Expected() => inputs.Select((value, i) => Math.Pow(Math.Max(value + Weights[i % Features], 0), 2)).Sum() / 3;
        Assert.Equal(Expected(), model.Training.Backward<float>(inputs, [], 3), 1e-4);
        CheckGradient(model, Expected);
    }

    /// <summary>The distance between Σ x · w and the target, with Huber's corner.</summary>
    private static Graph BuildDistance()
    {
        HandGraph graph = new();
        Value x = graph.Input(Features), w = graph.Parameter("w", Features);
        Value score = graph.Call("Sum", graph.Call("Multiply", x, w));
        Value distance = graph.Call("Sqrt", graph.Call(Of("Add", ("Right", 0.5f)), graph.Call("Square", graph.Call("Subtract", score, graph.Target()))));
        return graph.Train(score, graph.Call("BatchMean", distance));
    }

    private static double Distance(float[] inputs, float[] targets, int batch)
        => Enumerable.Range(0, batch).Average(n => Math.Sqrt(Math.Pow(Score(inputs, n) - targets[n], 2) + 0.5));

    private static double Score(float[] inputs, int sample) => Weights.Select((w, i) => w * inputs[sample * Features + i]).Sum();

    private static HandMadeModel Compile(Func<Graph> build)
    {
        HandMadeModel model = HandMadeModel.Compile(build)[0];
        model.Parameters["w.weight"].CopyFrom([.. Weights.Select(w => (float)w)]);
        return model;
    }

    /// <summary>Holds the gradient of the one parameter against differences of the definition.</summary>
    private static void CheckGradient(HandMadeModel model, Func<double> loss)
    {
        float[] gradient = model.Parameters["w.weight"].Gradient.ToArray();
        for (int i = 0; i < Features; i++)
        {
            const double Step = 1e-5;
            double start = Weights[i];
            Weights[i] = start + Step;
            double above = loss();
            Weights[i] = start - Step;
            double below = loss();
            Weights[i] = start;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-4);
        }
    }

    private static float[] Wave(int length) => [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i * 0.37f))];
}
