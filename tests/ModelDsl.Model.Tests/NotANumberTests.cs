using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>A network that has lost its numbers must not look healthy: ReLU lets NaN pass, by itself and in the layer before it.</summary>
public class NotANumberTests
{
    private const int Batch = 7;

    [Theory]
    [InlineData("[Input(21)] [ReLU] [CrossEntropyLoss]")]
    [InlineData("[Input(5)] [Linear(2)] [ReLU] [CrossEntropyLoss]")] // dot products
    [InlineData("[Input(5)] [Linear(16)] [ReLU] [CrossEntropyLoss]")]
    [InlineData("[Input(19)] [Linear(41)] [ReLU] [CrossEntropyLoss]")] // half vectors
    [InlineData("[Input(19)] [Linear(35)] [ReLU] [CrossEntropyLoss]")] // few last columns
    [InlineData("[Input(700)] [Linear(300)] [ReLU] [CrossEntropyLoss]")] // weights that the whole batch meets
    [InlineData("[Input(3, 6, 6)] [Conv2d(18, 5, Padding = 2)] [ReLU] [Flatten] [CrossEntropyLoss]")]
    [InlineData("[Input(16, 8, 8)] [Conv2d(17, 3, Padding = 1)] [ReLU] [Flatten] [CrossEntropyLoss]")] // Winograd's algorithm
    [InlineData("[Input(18, 7, 7)] [Conv2d(18, 3, Groups = 18)] [ReLU] [Flatten] [CrossEntropyLoss]")]
    [InlineData("[Input(18, 6, 6)] [BatchNorm2d] [ReLU] [Flatten] [CrossEntropyLoss]")]
    [InlineData("[Input(18, 6, 6)] [AvgPool2d(2)] [ReLU] [Flatten] [CrossEntropyLoss]")]
    [InlineData("[Input(18, 6, 6)] [MaxPool2d(2)] [ReLU] [Flatten] [CrossEntropyLoss]")]
    public void Predict_SamplesOfNaN_AreNaNBehindReLUAndNoOthers(string declaration)
    {
        var model = (ITrainable<int>)ModelCompiler.Compile(declaration).Model;
        float[] inputs = [.. Enumerable.Range(0, Batch * model.InputSize).Select(i => MathF.Sin(i))], outputs = new float[Batch * model.OutputSize];
        int[] lost = [1, Batch - 1];
        foreach (int sample in lost) inputs.AsSpan(sample * model.InputSize, model.InputSize).Fill(float.NaN);
        model.Predict(inputs, outputs);
        for (int i = 0; i < outputs.Length; i++) Assert.Equal(lost.Contains(i / model.OutputSize), float.IsNaN(outputs[i]));
    }
}
