using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>MDSL00xx: the class and the order of its attributes.</summary>
public class DeclarationDiagnosticTests
{
    [Fact]
    public Task Model_NotPartial_IsReported() => Analysis.ExpectAsync(
        "[Model, Input(4), Linear(2)] public class Net;",
        "MDSL0002", "Net", "'Net' is a [Model], whose other half is generated. Write 'partial class Net'.");

    [Fact]
    public Task Container_NotPartial_UnderlinesTheContainer() => Analysis.ExpectAsync(
        "partial class Outer { record struct Middle { [Model, Input(4), Linear(2)] public partial class Net; } }",
        "MDSL0003", "Middle", "'Middle' contains the [Model] 'Net', and so must be partial too. Write 'partial record struct Middle'.");

    [Theory]
    [InlineData("public partial record Net;", "a record")]
    [InlineData("public static partial class Net;", "static")]
    [InlineData("public abstract partial class Net;", "abstract")]
    [InlineData("public partial class Net<T>;", "generic")]
    [InlineData("file partial class Net;", "local to its file")]
    public async Task Model_NoPlainClass_IsReported(string type, string kind)
    {
        Finding finding = Assert.Single(await Analysis.FindAsync($"[Model, Input(4), Linear(2)] {type}"));
        Assert.Equal(("MDSL0004", "Net"), (finding.Id, finding.Text));
        Assert.StartsWith($"'Net' is {kind}, but a [Model] is a plain class: ", finding.Message);
    }

    [Fact]
    public async Task Model_InAGenericContainer_IsReported()
        => Assert.Equal("MDSL0004", Assert.Single(await Analysis.FindAsync("partial class Outer<T> { [Model, Input(4), Linear(2)] public partial class Net; }")).Id);

    [Fact]
    public Task Model_WithoutInput_IsReported() => Analysis.ExpectAsync(
        Sources.Model("[Linear(2)]"),
        "MDSL0005", "Net", "'Net' does not say what it is given. Write [Input(…)] with the shape of one sample before its layers: [Input(784)] or [Input(3, 32, 32)].");

    [Fact]
    public Task Model_SecondInput_IsUnderlined() => Analysis.ExpectAsync(
        Sources.Model("[Input(4)]\n[Input(5)]\n[Linear(2)]"),
        "MDSL0006", "Input(5)", "'Net' has an input already, 'Input(4)'. Remove one of the two.");

    [Fact]
    public async Task Layers_OnTwoDeclarations_AreReported()
    {
        Finding finding = Assert.Single(await Analysis.FindAsync("[Model, Input(4), Linear(3)] partial class Net;", "[ReLU] partial class Net;"));
        Assert.Equal(("MDSL0007", "ReLU"), (finding.Id, finding.Text));
        Assert.Equal("'ReLU' stands on another partial declaration of 'Net' than 'Linear(3)', and nothing says which comes first. Move all layers to one of them.", finding.Message);
    }

    [Fact]
    public async Task Model_WithOtherAttributesElsewhere_IsFine()
        => Assert.Empty(await Analysis.FindAsync("[Model, Input(4), Linear(3)] partial class Net;", "[Obsolete] partial class Net { }"));

    [Fact]
    public Task Model_WithoutLayers_IsReported() => Analysis.ExpectAsync(
        Sources.Model("[Input(4), MSELoss]"),
        "MDSL0008", "Net", "'Net' has no layers. Write them in the order in which they are applied: [Flatten, Linear(10)].");

    [Fact]
    public Task Layer_AfterTheLoss_IsUnderlined() => Analysis.ExpectAsync(
        Sources.Model("[Input(4), Linear(3), MSELoss, ReLU]"),
        "MDSL0009", "ReLU", "'ReLU' stands after the loss 'MSELoss'. Move the loss behind the last layer.");

    [Fact]
    public Task Loss_Second_IsUnderlined() => Analysis.ExpectAsync(
        Sources.Model("[Input(4), Linear(3), MSELoss, L1Loss]"),
        "MDSL0010", "L1Loss", "'Net' has a loss already, 'MSELoss'. Remove one of the two.");

    [Theory]
    [InlineData("[Input(4), Linear(3, Name = \"a b\")]", "Name = \"a b\"", "The name 'a b' is no C# identifier. Write a letter, then letters, digits and underscores, and no keyword.")]
    [InlineData("[Input(4), Linear(3, Name = \"class\")]", "Name = \"class\"", "The name 'class' is no C# identifier. Write a letter, then letters, digits and underscores, and no keyword.")]
    [InlineData("[Input(4), Linear(3, Name = \"a\"), Linear(2, Name = \"a\")]", "Name = \"a\"", "The name 'a' stands on two layers. Give each a name of its own.")]
    [InlineData("[Input(4, Name = \"targets\"), Linear(3)]", "Name = \"targets\"", "The name 'targets' cannot be the name of an input: emitted code uses it otherwise.")]
    [InlineData("[Input(4), Linear(3, Name = \"_\")]", "Name = \"_\"", "The name '_' is no C# identifier. Write a letter, then letters, digits and underscores, and no keyword.")]
    [InlineData("[Input(4), Linear(3, Name = \"count\")]", "Name = \"count\"", "The name 'count' is that of a member which every set of parameters has. Write another.")]
    [InlineData("[Input(4), Linear(3, Name = \"a_b\"), Linear(2, Name = \"aB\")]", "Name = \"aB\"", "The name 'aB' stands on two layers. Give each a name of its own.")]
    public Task Name_Unusable_IsUnderlined(string attributes, string underlined, string message) => Analysis.ExpectAsync(Sources.Model(attributes), "MDSL0011", underlined, message);

    [Fact]
    public Task Model_CalledLikeAMember_IsReported() => Analysis.ExpectAsync(
        "[Model, Input(4), Linear(2)] partial class Predict;",
        "MDSL0011", "Predict", "The name 'Predict' is that of a member which every model has. Write another.");

    [Fact]
    public async Task Layer_OfAnotherLibrary_IsReported()
    {
        Finding finding = Assert.Single(await Analysis.FindAsync(Sources.Model("[Input(4), Mine.Conv3d]"), "namespace Mine { public class Conv3dAttribute : LayerAttribute; }"));
        Assert.Equal(("MDSL0012", "Mine.Conv3d"), (finding.Id, finding.Text));
    }

    [Fact]
    public Task Layers_WithoutModel_AreReported() => Analysis.ExpectAsync(
        "[Input(4), Linear(3)] partial class Net;",
        "MDSL0013", "Linear(3)", "'Linear(3)' stands on 'Net', which is no model, and so does nothing. Write [Model] before it.");

    [Fact]
    public async Task Model_NotPartialWithWrongSize_ReportsBoth()
        => Assert.Equal(["MDSL0101", "MDSL0002"], (await Analysis.FindAsync("[Model, Input(4), Linear(2, InFeatures = 3)] class Net;")).Select(finding => finding.Id));

    [Theory]
    [InlineData("[Model, Input(4), Linear(2), Lin")]
    [InlineData("[Model, Input(4), Linear(, CrossEntropyLoss] partial class Net;")]
    [InlineData("[Model, Input(4), Linear(\"x\"), CrossEntropyLoss] partial class Net;")]
    [InlineData("[Model, Input(4), Linear(N), CrossEntropyLoss] partial class Net;")]
    [InlineData("[Model, Input(4), Linear(10, InFeature = 3)] partial class Net;")]
    [InlineData("[Model, Input(4), Linaer(10), Conv2d(3, 3)] partial class Net;")]
    [InlineData("[Model, Input(], Linear(10)] partial class Net;")]
    public async Task Model_HalfTyped_GetsNoFurtherErrors(string text) => Assert.Empty(await Analysis.FindAsync(text));

    [Fact]
    public async Task Sizes_AnyConstantExpression_AreRead() => await Analysis.ExpectAsync(
        "[Model, Input(Net.Size * 2), Linear(10, InFeatures = Net.Size + 1)] partial class Net { private const int Size = 1 << 2; }",
        "MDSL0101", "InFeatures = Net.Size + 1",
        "'Linear(10, InFeatures = Net.Size + 1)' is given 8 features: 'Input' [8]. Write InFeatures = 8, or leave it out.");
}
