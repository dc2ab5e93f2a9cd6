using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>The shapes of locals, shown where they get their values.</summary>
public class LocalShapeTests
{
    [Fact]
    public async Task Locals_OfABody_ShowTheirShapes()
        => Assert.Equal(
            ["seen: 'seen' is [8, 6, 6]", "pooled: 'pooled' is [8]", "x: 'x' is [4]", "x: 'x' is [4]", "loss: 'loss' is []"],
            await ShapesOf(
                """
                [Conv2d(8, 3), ReLU] private partial Tensor Stem(Tensor image);
                [Linear(4), Tanh] private partial Tensor Score(Tensor x);
                [Forward]
                private Tensor Run([Shape(1, 8, 8)] Tensor image)
                {
                    Tensor seen = Stem(image), pooled = Mean(seen, 1, 2);
                    Tensor x = Score(pooled);
                    x = x / 2;
                    return x;
                }
                [Objective]
                private Tensor Loss(Tensor scores, Tensor label)
                {
                    Tensor loss = CrossEntropy(scores, label);
                    return loss;
                }
                """));

    [Fact]
    public async Task Local_InALoop_ShowsEachShapeOnce()
        => Assert.Equal(
            ["x: 'x' is [2, 4, 4], then [2, 2, 2]"],
            await ShapesOf(
                """
                [MaxPool2d(2)] private partial Tensor Shrink(Tensor x);
                [Forward] private Tensor Run([Shape(2, 8, 8)] Tensor x) { for (int i = 0; i < 2; i++) x = Shrink(x); return x; }
                """));

    [Fact]
    public async Task Local_OfAWrongModel_ShowsNothing()
        => Assert.Empty(await ShapesOf(
            """
            [Linear(4, InFeatures = 9)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(8)] Tensor x) { Tensor scores = Score(x); return scores; }
            """));

    private static async Task<string[]> ShapesOf(string members)
        => [.. (await Analysis.DiagnosticsAsync(Sources.Compile($"[Model] public partial class Net\n{{\n{members}\n}}"))).Where(diagnostic => diagnostic.Id == "MDSL0130").Select(Finding.Of).Select(finding => $"{finding.Text}: {finding.Message}")];
}
