using ModelDsl.Model.Tests.Declarations;
using ModelDsl.Model.Tests.PyTorch;
using static TorchSharp.torch;

namespace ModelDsl.Goldens;

/// <summary>Runs one declaration in PyTorch and writes down what happened.</summary>
internal static class GoldenBuilder
{
    private const int Steps = 10;

    /// <summary>One forward and backward pass.</summary>
    public static GoldenCase Step(string text, int batch, int seed)
    {
        Declaration declaration = Declaration.Parse(text);
        Random random = new(seed);
        TorchNetwork network = new(declaration, random);
        using Tensor inputs = Inputs(declaration, batch, random), targets = Targets(declaration, network, batch, random);
        GoldenParameter[] before = Snapshot(network);
        double[] predictions = ToArray(network.Forward(inputs, training: false));
        using Tensor input = inputs.clone().requires_grad_();
        Tensor outputs = network.Forward(input, training: true), loss = network.Loss(outputs, targets);
        loss.backward();
        GoldenParameter[] after = Snapshot(network);
        return new()
        {
            Declaration = text,
            Batch = batch,
            Inputs = ToArray(inputs),
            Targets = ToArray(targets),
            Predictions = predictions,
            Outputs = ToArray(outputs) is var trained && trained.Zip(predictions).All(pair => Math.Abs(pair.First - pair.Second) < 1e-12) ? [] : trained,
            Losses = ToArray(loss),
            InputGradient = ToArray(input.grad!),
            Parameters = [.. before.Select((parameter, i) => parameter with
            {
                Gradient = i < network.Parameters.Count ? ToArray(network.Parameters[i].Values.grad!) : [],
                After = i < network.Parameters.Count ? [] : after[i].Values,
            })],
        };
    }

    /// <summary>Ten steps of training on one batch.</summary>
    public static GoldenCase Trajectory(string text, int batch, int seed, string optimizerText)
    {
        Declaration declaration = Declaration.Parse(text);
        Random random = new(seed);
        TorchNetwork network = new(declaration, random);
        using Tensor inputs = Inputs(declaration, batch, random), targets = Targets(declaration, network, batch, random);
        GoldenParameter[] before = Snapshot(network);
        using optim.Optimizer optimizer = Optimizer(network, optimizerText);
        double[] losses = new double[Steps];
        for (int step = 0; step < Steps; step++)
        {
            optimizer.zero_grad();
            Tensor loss = network.Loss(network.Forward(inputs, training: true), targets);
            loss.backward();
            losses[step] = loss.item<double>();
            optimizer.step();
        }
        GoldenParameter[] after = Snapshot(network);
        return new()
        {
            Declaration = text,
            Batch = batch,
            Optimizer = optimizerText,
            Inputs = ToArray(inputs),
            Targets = ToArray(targets),
            Losses = losses,
            Parameters = [.. before.Select((parameter, i) => parameter with { After = after[i].Values })],
        };
    }

    /// <summary>Numbers of three decimals, evenly between −size and size.</summary>
    public static double[] Random(Random random, int count, double size) =>
        [.. Enumerable.Range(0, count).Select(_ => Math.Round((2 * random.NextDouble() - 1) * size, 3))];

    private static Tensor Inputs(Declaration declaration, int batch, Random random)
    {
        long[] shape = [batch, .. declaration.Input.Select(size => (long)size)];
        return tensor(Random(random, (int)shape.Aggregate(1L, (a, b) => a * b), 2), float64).reshape(shape);
    }

    private static Tensor Targets(Declaration declaration, TorchNetwork network, int batch, Random random)
    {
        long[] shape = [batch, .. network.OutputShape[(declaration.HasClassTargets ? 2 : 1)..]];
        int count = (int)shape.Aggregate(1L, (a, b) => a * b);
        if (!declaration.HasClassTargets)
        {
            double[] values = declaration.Loss!.Kind.StartsWith("BCE", StringComparison.Ordinal) ? [.. Random(random, count, 0.5).Select(v => Math.Round(v + 0.5, 3))] : Random(random, count, 2);
            return tensor(values, float64).reshape(shape);
        }
        long[] classes = [.. Enumerable.Range(0, count).Select(_ => (long)random.Next((int)network.OutputShape[1]))];
        if (declaration.Loss!.Arguments.ContainsKey("IgnoreIndex")) classes[count / 2] = declaration.Loss.Int("IgnoreIndex", 0);
        return tensor(classes, int64).reshape(shape);
    }

    private static optim.Optimizer Optimizer(TorchNetwork network, string text)
    {
        string[] words = text.Split(' ');
        Dictionary<string, double> settings = words[1..].ToDictionary(word => word.Split('=')[0], word => double.Parse(word.Split('=')[1]));
        double rate = settings["LearningRate"], decay = settings.GetValueOrDefault("WeightDecay");
        TorchSharp.Modules.Parameter[] parameters = [.. network.Parameters.Select(parameter => parameter.Values)];
        return words[0] switch
        {
            "SGD" => optim.SGD(parameters, rate, settings.GetValueOrDefault("Momentum"), weight_decay: decay),
            "Adam" => optim.Adam(parameters, rate, weight_decay: decay),
            "AdamW" => optim.AdamW(parameters, rate, weight_decay: decay),
            _ => throw new NotSupportedException(text),
        };
    }

    private static GoldenParameter[] Snapshot(TorchNetwork network) =>
        [.. network.Parameters.Select(p => (p.Name, (Tensor)p.Values)).Concat(network.Buffers).Select(p => new GoldenParameter { Name = p.Item1, Values = ToArray(p.Item2) })];

    private static double[] ToArray(Tensor tensor) => tensor.detach().to(float64).contiguous().data<double>().ToArray();
}
