using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using ModelDsl.Generator.Shapes;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Shapes;

public class ShapeTableTests
{
    private const string Attributes = "[Input(1, 28, 28), Conv2d(8, 3), ReLU, Flatten, Linear(10, Bias = false), CrossEntropyLoss]";

    [Fact]
    public void Text_OfANetwork_IsATable() => Assert.Equal("""
        Net
        layer                              output       parameters    FLOPs    bytes
        ────────────────────────────────────────────────────────────────────────────
        input                              [1, 28, 28]
        conv1: Conv2d(8, 3)                [8, 26, 26]          80   97,344      320
        ReLU                               [8, 26, 26]
        Flatten                            [5408]
        linear1: Linear(10, Bias = false)  [10]             54,080  108,160  216,320
        ────────────────────────────────────────────────────────────────────────────
        total                                               54,160  205,504  216,640
        Trained by CrossEntropyLoss; a target is a class index.
        """.ReplaceLineEndings("\n"), ShapeTable.Text(Models.Graph(Attributes)));

    [Theory]
    [InlineData("", "A network: [1, 28, 28] → Conv2d [8, 26, 26] → ReLU → Flatten [5408] → Linear [10].")]
    [InlineData("/// <summary>Reads <c>digits</c> &amp; letters.</summary>\n", "Reads digits & letters.")]
    public void Hover_OverTheClass_ShowsSummaryAndShapes(string documentation, string summary)
    {
        Compilation compilation = Sources.Compile(documentation + $"[Model]\n{Attributes.Replace(", CrossEntropyLoss", "", StringComparison.Ordinal)}\npublic partial class Net;");
        Generation.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation result, out _);
        XElement xml = XElement.Parse(result.GetTypeByMetadataName("Net")!.GetDocumentationCommentXml()!);
        Assert.Equal(summary, Assert.Single(xml.Elements("summary")).Value);
        XElement table = Assert.Single(xml.Elements("remarks")).Element("list")!;
        Assert.Equal(
            ["input: [1, 28, 28]", "conv1: Conv2d(8, 3): [8, 26, 26], 80", "ReLU: [8, 26, 26]", "Flatten: [5408]", "linear1: Linear(10, Bias = false): [10], 54,080"],
            table.Elements("item").Select(item => $"{item.Element("term")!.Value}: {item.Element("description")!.Value}"));
    }
}
