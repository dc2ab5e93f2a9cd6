using ModelDsl.Generator.Operators;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

public class MethodBudgetTests
{
    /// <summary>From 20,000 IL instructions on, the JIT no longer optimises, and a method runs twenty times slower.</summary>
    private const int Budget = 15_000;

    /// <summary>A tile must have fewer multiply-adds: each is a call until the JIT has made an instruction of it.</summary>
    private const int MultiplyAddBudget = 1_000;

    private const string Graph = """
        using ModelDsl;
        using static ModelDsl.TensorFunctions;
        namespace Compiled;
        [Model]
        public partial class Attention
        {
            [Linear(64)] private partial Tensor AsQueries(Tensor x);
            [Linear(64)] private partial Tensor AsKeys(Tensor x);
            [Linear(64)] private partial Tensor AsValues(Tensor x);
            [LayerNorm, Linear(256), GELU, Linear(64)] private partial Tensor Mix(Tensor x);
            [Linear(10)] private partial Tensor Head(Tensor x);
            [CrossEntropyLoss] private partial Tensor Loss(Tensor x, Tensor t);
            [Forward] private Tensor Run([Shape(24, 64)] Tensor x)
            {
                Tensor y = x + MatMul(Softmax(MatMul(AsQueries(x), AsKeys(x).Transpose(-1, -2)), -1), AsValues(x));
                return Head((y + Mix(y)).Mean(0));
            }
            [Objective] private Tensor Objective(Tensor y, Tensor t) => Loss(y, t);
        }
        """;

    [Fact]
    public void EmittedMethods_OfAllModels_StayFarFromTheJitsLimit()
    {
        string[] declarations =
        [
            .. Zoo.Declarations,
            "[Input(3, 32, 32)] [Conv2d(64, 3, Padding = 1)] [BatchNorm2d] [GELU] [Conv2d(256, 3, Padding = 1)] [MaxPool2d(2)] [BatchNorm2d] [GELU] [Conv2d(256, 5, Padding = 2)] [BatchNorm2d] [ReLU] [Flatten] [Linear(1000)] [CrossEntropyLoss]",
            "[Input(3072)] [Linear(1024)] [ReLU] [Linear(1024)] [ReLU] [Linear(10)] [CrossEntropyLoss]",
            "[Input(64, 16, 16)] [Conv2d(64, 7, Groups = 64, Padding = 3)] [LayerNorm] [Conv2d(256, 1)] [GELU] [Conv2d(64, 1)] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(100)] [CrossEntropyLoss]",
        ];
        // The second convolution goes Winograd's way, and 3072 × 1024 weights are those of a wide layer.
        Assert.True(ConvolutionChoice.PrefersWinograd(inputs: 64, outputs: 256, height: 32, width: 32));
        (string Method, int Instructions, int MultiplyAdds)[] counts = [.. IntermediateLanguage.Count(ModelCompiler.Build(declarations, Graph))];
        Assert.True(counts.Length > declarations.Length);
        (string method, int most, _) = counts.MaxBy(count => count.Instructions);
        Assert.True(most <= Budget, $"{method} has {most} instructions");
        (method, _, most) = counts.MaxBy(count => count.MultiplyAdds);
        // A tile of 14 rows of two vectors has 28 of them: the count sees them.
        Assert.True(most is >= 28 and < MultiplyAddBudget, $"{method} has {most} multiply-adds");
    }
}
