using System.Collections.Immutable;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>Each way to break a graph is found, and the pass and the node are named.</summary>
public sealed class GraphVerifierTests
{
    [Fact]
    public void Verify_GraphOfADeclaration_IsWhole() => GraphVerifier.Verify(Declared(), "the test");

    [Fact]
    public void Verify_NodeBeforeItsProducer_IsFound()
    {
        Graph graph = Declared();
        graph.Nodes.Reverse(0, 2);
        AssertBroken(graph, "'relu1 [3] = ReLU(linear1)' reads 'linear1' before it is computed");
    }

    [Fact]
    public void Verify_InputOfAnotherGraph_IsFound()
    {
        Graph graph = Declared();
        graph.Nodes[1].Inputs = [Declared().Nodes[0].Output];
        AssertBroken(graph, "reads 'linear1' before it is computed");
    }

    [Fact]
    public void Verify_NodeWithoutOutput_IsFound()
    {
        Graph graph = Declared();
        graph.Nodes[1].Outputs = [];
        AssertBroken(graph, "'relu1' computes nothing");
    }

    [Fact]
    public void Verify_ValueOfTwoNodes_IsFound()
    {
        Graph graph = Declared();
        Value twice = graph.Nodes[1].Output;
        graph.AddNode(new ReLU(), "again", [graph.Nodes[0].Output], [twice]);
        twice.Producer = graph.Nodes[1];
        AssertBroken(graph, "'relu1' is computed twice, the second time by 'again'");
    }

    [Fact]
    public void Verify_ParameterThatANodeWrites_IsFound()
    {
        Graph graph = Declared();
        graph.AddNode(new ReLU(), "again", [graph.Nodes[0].Output], [graph.Parameters[1]]);
        AssertBroken(graph, "'linear1Bias' is computed twice, the second time by 'again'");
    }

    [Fact]
    public void Verify_ValueWithAnotherProducer_IsFound()
    {
        Graph graph = Declared();
        graph.Nodes[1].Output.Producer = graph.Nodes[0];
        AssertBroken(graph, "'relu1' does not know that 'relu1' computes it");
    }

    [Fact]
    public void Verify_ValueWithoutElements_IsFound()
    {
        Graph graph = Declared();
        graph.AddNode(new ReLU(), "none", [graph.Nodes[0].Output], [graph.AddValue("none", Shape.Of(3, 0))]);
        AssertBroken(graph, "'none [3, 0]' has no elements");
    }

    [Fact]
    public void Verify_TwoNodesOfOneName_AreFound()
    {
        Graph graph = Declared();
        ImmutableArray<Value> outputs = [graph.AddValue("other", Shape.Of(3))];
        graph.Nodes.Add(outputs[0].Producer = new Node(new ReLU(), "relu1", [graph.Nodes[0].Output], outputs, null));
        AssertBroken(graph, "two nodes are called 'relu1'");
    }

    [Fact]
    public void Verify_OutputThatNobodyComputes_IsFound()
    {
        Graph graph = Declared();
        graph.Outputs[0] = graph.AddValue("lost", Shape.Of(3));
        AssertBroken(graph, "the output 'lost' is never computed");
    }

    [Fact]
    public void Verify_LossThatNobodyComputes_IsFound()
    {
        Graph graph = Declared();
        graph.Nodes.RemoveAt(2);
        AssertBroken(graph, "the loss 'loss' is never computed");
    }

    private static Graph Declared() => Models.Graph("[Input(4), Linear(3), ReLU, MSELoss]");

    private static void AssertBroken(Graph graph, string what)
    {
        string message = Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify(graph, "the test")).Message;
        Assert.Contains("is broken after the test: ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }
}
