using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using ModelDsl.Generator.Shapes;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Shapes;

/// <summary>What editors show over blocks, and over the class of a graph.</summary>
public class BlockHoverTests
{
    private const string Text = """
        [Model]
        public partial class Net
        {
            /// <summary>Sees <c>edges</c> &amp; colours.</summary>
            /// <param name="image">What is seen.</param>
            [Conv2d(32, 3, Padding = 1), ReLU] private partial Tensor Stem(Tensor image);
            [Conv2d(32, 3, Padding = 1), BatchNorm2d] private partial Tensor Refine(Tensor x);
            /// <remarks>Shrinks.</remarks>
            [MaxPool2d(2)] private partial Tensor Half(Tensor x);
            [Flatten, Linear(10)] private partial Tensor Head(Tensor x);

            [Forward]
            private Tensor Run([Shape(3, 16, 16)] Tensor image)
            {
                Tensor seen = Stem(image);
                seen = Half(ReLU(seen + Refine(seen)));
                seen = Half(ReLU(seen + Refine(seen)));
                return Head(seen);
            }

            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
        }
        """;

    [Theory]
    [InlineData("Stem", "summary", "Sees edges & colours.")]
    [InlineData("Stem", "param", "What is seen.")]
    [InlineData("Stem", "remarks", "[3, 16, 16] → [32, 16, 16], 896 parameters.")]
    [InlineData("Refine", "summary", "Conv2d(32, 3, Padding = 1) → BatchNorm2d.")]
    [InlineData("Refine", "remarks", "[32, 16, 16] → [32, 16, 16]; [32, 8, 8] → [32, 8, 8], 9,312 parameters.")]
    [InlineData("Half", "remarks", "Shrinks.[32, 16, 16] → [32, 8, 8]; [32, 8, 8] → [32, 4, 4].")]
    public void Hover_OverABlock_ShowsDocumentationAndShapes(string block, string element, string expected)
    {
        Generation.Driver().RunGeneratorsAndUpdateCompilation(Sources.Compile(Text), out Compilation result, out _);
        IMethodSymbol method = result.GetTypeByMetadataName("Net")!.GetMembers(block).OfType<IMethodSymbol>().Single();
        XElement xml = XElement.Parse((method.PartialImplementationPart ?? method).GetDocumentationCommentXml()!);
        Assert.Equal(expected, Assert.Single(xml.Elements(element)).Value);
    }

    [Fact]
    public void Line_OfAGraph_NamesInputsAndBlocks()
        => Assert.Equal(
            "image [3, 16, 16] → Stem [32, 16, 16], Refine [32, 16, 16], Half [32, 8, 8], Refine [32, 8, 8], Half [32, 4, 4], Head [10] → [10]",
            ShapeTable.Line(Models.GraphOf(Text)));

    [Fact]
    public void Text_OfAGraph_CountsSharedParametersOnce()
    {
        string table = ShapeTable.Text(Models.GraphOf(Text));
        Assert.Contains("\nimage ", table);
        Assert.Contains("\nstem.0: Conv2d(32, 3, Padding = 1) ", table);
        Assert.Contains("\nseen + Refine(seen) ", table);
        string[] refined = [.. table.Split('\n').Where(line => line.StartsWith("refine.0: ", StringComparison.Ordinal))];
        Assert.Equal(2, refined.Length);
        Assert.Contains(" 9,248 ", refined[0]);
        Assert.DoesNotContain(" 9,248 ", refined[1]);
        Assert.EndsWith("Trained by CrossEntropy(scores, label); a target is a class index.", table);
    }
}
