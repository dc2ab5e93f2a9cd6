using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

public class MethodBudgetTests
{
    /// <summary>From 20,000 IL instructions on, the JIT no longer optimises, and a method runs twenty times slower.</summary>
    private const int Budget = 15_000;

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
        (string Method, int Instructions)[] counts = [.. IntermediateLanguage.Count(ModelCompiler.Build(declarations))];
        Assert.True(counts.Length > declarations.Length);
        (string method, int most) = counts.MaxBy(count => count.Instructions);
        Assert.True(most <= Budget, $"{method} has {most} instructions");
    }
}
