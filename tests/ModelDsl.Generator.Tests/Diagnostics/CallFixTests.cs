using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>Fixes of calls and operators in bodies, and of layers on methods.</summary>
public class CallFixTests
{
    [Theory]
    [InlineData("MDSL0102", "Score(x) + Score(image)", "Write Flatten around what it is given", "Score(x) + Score(Flatten(image))")]
    [InlineData("MDSL0111", "Shade(image) * Score(x)", "Write .Reshape(3, 1, 1) behind it", "Shade(image) * Score(x).Reshape(3, 1, 1)")]
    [InlineData("MDSL0111", "Maximum(2 * Score(x), Shade(image))", "Write .Reshape(3, 1, 1) behind it", "Maximum((2 * Score(x)).Reshape(3, 1, 1), Shade(image))")]
    [InlineData("MDSL0112", "Mean(Shade(image), 2, 3) + Score(x)", "Count dimensions without the batch: 1, 2", "Mean(Shade(image), 1, 2) + Score(x)")]
    [InlineData("MDSL0112", "Score(x).Softmax(1)", "Count dimensions without the batch: 0", "Score(x).Softmax(0)")]
    [InlineData("MDSL0112", "Var(Shade(image), [3, -2]) + Score(x)", "Count dimensions without the batch: 2, -2", "Var(Shade(image), [2, -2]) + Score(x)")]
    [InlineData("MDSL0126", "MatMul(rows, rows)", "Write .Transpose(0, 1) behind it", "MatMul(rows, rows.Transpose(0, 1))")]
    public Task Fix_OfACall_MakesTheBodyRight(string id, string before, string title, string after) => Expect(id, Body(before), title, Body(after));

    [Theory]
    [InlineData("MDSL0202", "CrossEntropy(Softmax(scores, -1), label)", "Remove Softmax", "CrossEntropy(scores, label)")]
    [InlineData("MDSL0202", "CrossEntropy(scores.LogSoftmax(), label)", "Remove LogSoftmax", "CrossEntropy(scores, label)")]
    [InlineData("MDSL0203", "BinaryCrossEntropyWithLogits(Sigmoid(scores), label)", "Remove Sigmoid", "BinaryCrossEntropyWithLogits(scores, label)")]
    [InlineData("MDSL0204", "NLLLoss(scores, label)", "Write CrossEntropy instead", "CrossEntropy(scores, label)")]
    [InlineData("MDSL0205", "BinaryCrossEntropy(scores, label)", "Write BinaryCrossEntropyWithLogits instead", "BinaryCrossEntropyWithLogits(scores, label)")]
    [InlineData("MDSL0217", "CrossEntropy(ReLU(scores), label)", "Remove ReLU", "CrossEntropy(scores, label)")]
    public Task Fix_OfALoss_MakesTheObjectiveRight(string id, string before, string title, string after) => Expect(id, Objective(before), title, Objective(after));

    [Theory]
    [InlineData("MDSL0216", "[Linear(3), BatchNorm1d]", "Remove BatchNorm1d", "[Linear(3)]")]
    [InlineData("MDSL0218", "[Linear(8), ReLU, Tanh, Linear(3)]", "Remove Tanh", "[Linear(8), ReLU, Linear(3)]")]
    [InlineData("MDSL0219", "[Linear(8), Linear(3)]", "Write ReLU before it", "[Linear(8), ReLU, Linear(3)]")]
    public Task Fix_OfABlock_MakesItsLayersRight(string id, string before, string title, string after) => Expect(id, Layers(before), title, Layers(after));

    [Fact]
    public Task Fix_OfADroppedResult_KeepsIt()
        => Expect("MDSL0213", Statement("    ReLU(x); // clamp"), "Write 'x = ' before it", Statement("    x = ReLU(x); // clamp"));

    [Fact]
    public async Task Fix_OfShapes_WritesThemAsComments()
    {
        const string Before = "Tensor seen = Shade(image);";
        Assert.Contains(
            ("Write the shapes as comments", Statement("    Tensor seen = Shade(image); // [3, 4, 4]\n    x = x + Mean(seen);")),
            await Fixing.OfferedAsync(Statement($"    {Before}\n    x = x + Mean(seen);"), "MDSL0130"));
        Assert.Contains(
            ("Write the shapes as comments", Statement("    Tensor seen = Shade(image); // [3, 4, 4]\n    x = x + Mean(seen);")),
            await Fixing.OfferedAsync(Statement($"    {Before} // [1, 2]\n    x = x + Mean(seen);"), "MDSL0130"));
        Assert.Empty(await Fixing.OfferedAsync(Statement($"    {Before} // [3, 4, 4]\n    x = x + Mean(seen);"), "MDSL0130"));
        Assert.Empty(await Fixing.OfferedAsync(Statement($"    {Before} // by colour\n    x = x + Mean(seen);"), "MDSL0130"));
    }

    private static string Body(string expression) => $$"""
        [Model]
        public partial class Net
        {
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Conv2d(3, 1)] private partial Tensor Shade(Tensor image);
            [Forward] private Tensor Run([Shape(4)] Tensor x, [Shape(1, 2, 2)] Tensor image, [Shape(5, 2)] Tensor rows) => {{expression}};
        }
        """;

    private static string Objective(string expression) => $$"""
        [Model]
        public partial class Net
        {
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => {{expression}};
        }
        """;

    private static string Layers(string layers) => $$"""
        [Model]
        public partial class Net
        {
            {{layers}} private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, CrossEntropyLoss] private partial Tensor Loss(Tensor scores, Tensor label);
        }
        """;

    private static string Statement(string statements) => $$"""
        [Model]
        public partial class Net
        {
            [Conv2d(3, 1), ReLU] private partial Tensor Shade(Tensor image);
            [Forward]
            private Tensor Run([Shape(1, 4, 4)] Tensor image, [Shape(4)] Tensor x)
            {
        {{statements}}
                return x;
            }
        }
        """;

    private static async Task Expect(string id, string before, string title, string after)
    {
        IReadOnlyList<(string Title, string Text)> offered = await Fixing.OfferedAsync(before, id);
        Assert.Contains((title, after), offered);
        foreach ((_, string text) in offered)
            Assert.DoesNotContain(await Analysis.FindAsync(text), finding => finding.Id == id);
    }
}
