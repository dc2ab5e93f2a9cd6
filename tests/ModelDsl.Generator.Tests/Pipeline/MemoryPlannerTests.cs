using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>Which memory a value lies in.</summary>
public sealed class MemoryPlannerTests
{
    /// <summary>What one phase makes and reads stays with the worker; what pieces leave for a later one, sums of a bias or of a loss, is theirs.</summary>
    [Fact]
    public void Run_PicturesOfOnePhase_AreTheWorkers()
    {
        CompiledGraph compiled = Training("[Input(3, 12, 12), Conv2d(8, 3), ReLU, Conv2d(8, 3), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(3), CrossEntropyLoss]");
        AssertIn(compiled, Space.Worker, "relu1", "relu2", "dConv1", "dConv2");
        AssertIn(compiled, Space.Piece, "lossParts", "conv1BiasParts", "conv2BiasParts");
        Assert.InRange(compiled.Memory.PieceFloats, 1, 100);
    }

    /// <summary>Batch norm looks at the whole batch: pictures before and after it live in two phases. What one of them needs alone is the worker's still.</summary>
    [Fact]
    public void Run_PicturesAroundBatchNorm_AreThePieces()
    {
        CompiledGraph compiled = Training("[Input(3, 12, 12), Conv2d(8, 3), BatchNorm2d, GELU, AdaptiveAvgPool2d(1), Flatten, Linear(3), CrossEntropyLoss]");
        AssertIn(compiled, Space.Piece, "conv1");
        AssertIn(compiled, Space.Worker, "gelu1");
    }

    [Fact]
    public void Run_Prediction_NeedsNoMemoryOfPieces()
    {
        CompiledGraph compiled = Compiled("[Input(3, 12, 12), Conv2d(8, 3), BatchNorm2d, ReLU, MaxPool2d(2), Flatten, Linear(3), CrossEntropyLoss]", isTraining: false);
        Assert.Equal(0, compiled.Memory.PieceFloats);
        Assert.NotEqual(0, compiled.Memory.WorkerFloats);
    }

    private static CompiledGraph Training(string attributes) => Compiled(attributes, isTraining: true);

    private static CompiledGraph Compiled(string attributes, bool isTraining) => ModelCompiler.CompileGraph(Models.Graph(attributes), isTraining);

    private static void AssertIn(CompiledGraph compiled, Space space, params string[] names)
    {
        Value[] values = [.. compiled.Graph.Nodes.SelectMany(node => node.Outputs)];
        Assert.All(names, name => Assert.Equal(space, values.Single(value => value.Name == name).Placement!.Space));
    }
}
