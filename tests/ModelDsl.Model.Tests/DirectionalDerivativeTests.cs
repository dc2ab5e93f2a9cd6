using ModelDsl.Model.Tests.Declarations;
using ModelDsl.Model.Tests.Harness;
using ModelDsl.Model.Tests.Reference;

namespace ModelDsl.Model.Tests;

/// <summary>
/// The compiled gradient against the compiled loss, without any other implementation: a step along the gradient of each parameter
/// changes the loss by its length. In float32 the loss has seven digits and the quotient three, of which two are asked for.
/// </summary>
public class DirectionalDerivativeTests
{
    public static TheoryData<string> Declarations =>
    [
        "[Input(6)] [Linear(17)] [Tanh] [Linear(3)] [CrossEntropyLoss(LabelSmoothing = 0.125f)]",
        "[Input(2, 9, 7)] [Conv2d(5, 3, Stride = 2, Padding = 1)] [SiLU] [AvgPool2d(2)] [Flatten] [Linear(3)] [MSELoss]",
        "[Input(2, 7, 7)] [Conv2d(4, 3)] [BatchNorm2d] [Softplus] [Conv2d(4, 3, Groups = 4)] [GELU] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(2)] [BCEWithLogitsLoss]",
        "[Input(8)] [Linear(9)] [LayerNorm] [Sigmoid] [Linear(4)] [LogSoftmax] [NLLLoss]",
        "[Input(4, 5)] [Linear(6)] [LayerNorm(6)] [Tanh] [Flatten] [Linear(2)] [Softmax] [HuberLoss]",
    ];

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Gradient_StepAlongIt_ChangesTheLossByItsLength(string declaration)
    {
        CompiledModel compiled = ModelCompiler.Compile(declaration);
        ReferenceNetwork reference = new(compiled.Declaration);
        Random random = new(11);
        Sample.DrawParameters(reference, random);
        compiled.Load(reference);
        Sample sample = Sample.Draw(reference, Declaration.Parse(declaration), batch: 9, random);

        compiled.Backward(sample);
        Dictionary<string, float[]> gradients = compiled.Parameters.Where(p => !p.IsBuffer).ToDictionary(p => p.Name, p => p.Gradient.ToArray());
        foreach ((string name, float[] gradient) in gradients)
        {
            double length = Math.Sqrt(gradient.Sum(value => (double)value * value));
            // A bias before a batch norm changes nothing; its gradient is rounding.
            if (length < 1e-5) continue;
            double step = 1e-2;
            double quotient = (LossAt(compiled, sample, name, gradient, step / length) - LossAt(compiled, sample, name, gradient, -step / length)) / (2 * step);
            Assert.True(Math.Abs(quotient - length) <= 0.01 * length + 2e-5, $"{declaration} {name}: gradient of length {length:G6}, quotient {quotient:G6}");
        }
    }

    private static double LossAt(CompiledModel compiled, Sample sample, string name, float[] direction, double step)
    {
        Parameter parameter = compiled.Parameters[name];
        float[] before = parameter.Values.ToArray();
        parameter.CopyFrom([.. before.Zip(direction, (value, slope) => (float)(value + step * slope))]);
        float loss = compiled.Backward(sample);
        parameter.CopyFrom(before);
        return loss;
    }
}
