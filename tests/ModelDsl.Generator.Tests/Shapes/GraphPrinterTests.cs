using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Shapes;

public class GraphPrinterTests
{
    [Fact]
    public void Print_Graph_HasALineForEachNode()
    {
        Graph graph = Models.Graph("[Input(1, 8, 8, Name = \"image\"), Conv2d(2, 3), ReLU, Flatten, Linear(3, Name = \"head\"), CrossEntropyLoss]");
        const string Expected = """
            Net(image [1, 8, 8])
              conv1 [2, 6, 6] = Conv2d(image, conv1.weight, conv1.bias)
              relu1 [2, 6, 6] = ReLU(conv1)
              flatten1 [72] = Flatten(relu1)
              head [3] = Linear(flatten1, head.weight, head.bias)
              loss [] = CrossEntropyLoss(head, targets)
              return head
              loss loss

            """;
        Assert.Equal(Expected, GraphPrinter.Print(graph), ignoreLineEndingDifferences: true);
        Assert.Equal("relu1 [2, 6, 6] = ReLU(conv1)", graph.Nodes[1].ToString());
    }
}
