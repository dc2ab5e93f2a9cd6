namespace ModelDsl.Runtime.Tests.Training;

/// <summary>The smallest trainable model, written by hand with scalar loops: scores = W · x + b, softmax, cross-entropy.</summary>
internal sealed class SoftmaxRegression(int inputs, int classes, long seed = 1) : ITrainable<int>
{
    public ParameterCollection Parameters { get; } = new(
        [
            new ParameterDescription("linear1.weight", "0.weight", [classes, inputs], Initialization.Uniform, 0.1f),
            new ParameterDescription("linear1.bias", "0.bias", [classes], Initialization.Zeros),
            new ParameterDescription("steps", "steps", [1], Initialization.Zeros, isBuffer: true),
        ],
        seed);

    public int InputSize => inputs;

    public int OutputSize => classes;

    public int TargetSize => 1;

    /// <summary>Called before each training step with the number of the step, from 1: a test can spoil things there.</summary>
    public Action<int>? OnTrain { get; init; }

    /// <summary>How many training steps there were.</summary>
    public int Steps { get; private set; }

    public void Predict(ReadOnlySpan<float> input, Span<float> outputs)
    {
        ReadOnlySpan<float> weight = Parameters["linear1.weight"].Values;
        ReadOnlySpan<float> bias = Parameters["linear1.bias"].Values;
        for (int n = 0; n < input.Length / inputs; n++)
        {
            for (int c = 0; c < classes; c++)
            {
                float score = bias[c];
                for (int i = 0; i < inputs; i++)
                    score += weight[c * inputs + i] * input[n * inputs + i];
                outputs[n * classes + c] = score;
            }
        }
    }

    public float Train(ReadOnlySpan<float> input, ReadOnlySpan<int> targets, Optimizer optimizer)
    {
        Steps++;
        OnTrain?.Invoke(Steps);
        float loss = Backward(input, targets);
        optimizer.Step();
        Parameters["steps"].CopyFrom([Steps]);
        return loss;
    }

    public float Backward(ReadOnlySpan<float> input, ReadOnlySpan<int> targets)
    {
        float[] scores = new float[targets.Length * classes];
        float loss = Evaluate(input, targets, scores);
        Span<float> weight = Parameters["linear1.weight"].Gradient;
        Span<float> bias = Parameters["linear1.bias"].Gradient;
        weight.Clear();
        bias.Clear();
        for (int n = 0; n < targets.Length; n++)
        {
            double sum = LogSumExp(scores.AsSpan(n * classes, classes));
            for (int c = 0; c < classes; c++)
            {
                float d = ((float)Math.Exp(scores[n * classes + c] - sum) - (targets[n] == c ? 1 : 0)) / targets.Length;
                bias[c] += d;
                for (int i = 0; i < inputs; i++)
                    weight[c * inputs + i] += d * input[n * inputs + i];
            }
        }

        return loss;
    }

    public float Accumulate(ReadOnlySpan<float> input, ReadOnlySpan<int> targets)
    {
        float[] before = Parameters.Gradients.ToArray();
        float loss = Backward(input, targets);
        for (int i = 0; i < before.Length; i++) Parameters.Gradients[i] += before[i];
        return loss;
    }

    public float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<int> targets, Span<float> outputs)
    {
        Predict(input, outputs);
        double loss = 0;
        for (int n = 0; n < targets.Length; n++)
            loss += LogSumExp(outputs.Slice(n * classes, classes)) - outputs[n * classes + targets[n]];
        return (float)(loss / targets.Length);
    }

    private static double LogSumExp(ReadOnlySpan<float> scores)
    {
        double sum = 0;
        foreach (float score in scores)
            sum += Math.Exp(score);
        return Math.Log(sum);
    }
}
