using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

public class CodeFixTests
{
    [Theory]
    [InlineData("MDSL0101", "[Flatten, Linear(10, InFeatures = 490, Bias = false)]", "Write InFeatures = 49", "[Flatten, Linear(10, InFeatures = 49, Bias = false)]")]
    [InlineData("MDSL0101", "[Flatten, Linear(10, InFeatures = 490, Bias = false)]", "Leave the size out: it follows from the layer before", "[Flatten, Linear(10, Bias = false)]")]
    [InlineData("MDSL0101", "[BatchNorm2d(NumFeatures = 2)]", "Leave the size out: it follows from the layer before", "[BatchNorm2d]")]
    [InlineData("MDSL0101", "[LayerNorm(7, 8, Eps = 1e-6f)]", "Write LayerNorm(7, 7)", "[LayerNorm(7, 7, Eps = 1e-6f)]")]
    [InlineData("MDSL0101", "[LayerNorm(7, 8, Eps = 1e-6f)]", "Leave the size out: it follows from the layer before", "[LayerNorm(Eps = 1e-6f)]")]
    [InlineData("MDSL0102", "[ReLU, Linear(10)]", "Write Flatten before it", "[ReLU, Flatten, Linear(10)]")]
    [InlineData("MDSL0102", "[Linear(10), MSELoss]", "Write Flatten before it", "[Flatten, Linear(10), MSELoss]")]
    [InlineData("MDSL0102", "[BatchNorm1d(Eps = 0.1f)]", "Write BatchNorm2d instead", "[BatchNorm2d(Eps = 0.1f)]")]
    [InlineData("MDSL0104", "[Conv2d(6, 3), Conv2d(4, 3, Groups = 3)]", "Write Groups = 2", "[Conv2d(6, 3), Conv2d(4, 3, Groups = 2)]")]
    [InlineData("MDSL0105", "[MaxPool2d(3, Padding = 2, CeilMode = true)]", "Write Padding = 1", "[MaxPool2d(3, Padding = 1, CeilMode = true)]")]
    [InlineData("MDSL0105", "[AvgPool2d(4, 2, Padding = 2)]", "Write Padding = 1", "[AvgPool2d(4, 2, Padding = 1)]")]
    [InlineData("MDSL0107", "[MaxPool2d(2)]", "Write CeilMode = true", "[MaxPool2d(2, CeilMode = true)]")]
    [InlineData("MDSL0202", "[Flatten, Linear(3), Softmax, CrossEntropyLoss]", "Remove Softmax", "[Flatten, Linear(3), CrossEntropyLoss]")]
    [InlineData("MDSL0203", "[Flatten, Linear(3), Sigmoid, BCEWithLogitsLoss]", "Remove Sigmoid", "[Flatten, Linear(3), BCEWithLogitsLoss]")]
    [InlineData("MDSL0204", "[Flatten, Linear(3), NLLLoss(IgnoreIndex = 2)]", "Write CrossEntropyLoss instead", "[Flatten, Linear(3), CrossEntropyLoss(IgnoreIndex = 2)]")]
    [InlineData("MDSL0204", "[Flatten, Linear(3), NLLLoss]", "Write LogSoftmax before it", "[Flatten, Linear(3), LogSoftmax, NLLLoss]")]
    [InlineData("MDSL0205", "[Flatten, Linear(3), BCELoss]", "Write BCEWithLogitsLoss instead", "[Flatten, Linear(3), BCEWithLogitsLoss]")]
    [InlineData("MDSL0205", "[Flatten, Linear(3), BCELoss]", "Write Sigmoid before it", "[Flatten, Linear(3), Sigmoid, BCELoss]")]
    [InlineData("MDSL0208", "[Flatten, Linear(3), Dropout, MSELoss]", "Remove Dropout", "[Flatten, Linear(3), MSELoss]")]
    [InlineData("MDSL0009", "[Flatten, MSELoss, Linear(3)]\n[ReLU]", "Move the loss behind the last layer", "[Flatten, Linear(3)]\n[ReLU, MSELoss]")]
    [InlineData("MDSL0010", "[Flatten, MSELoss, L1Loss]", "Remove L1Loss", "[Flatten, MSELoss]")]
    [InlineData("MDSL0006", "[Input(5), ReLU]", "Remove Input", "[ReLU]")]
    public Task Fix_OfALayer_MakesTheDeclarationRight(string id, string before, string title, string after)
        => Expect(id, $"[Model, Input(1, 7, 7)]\n{before}\npublic partial class Net;\n", title, $"[Model, Input(1, 7, 7)]\n{after}\npublic partial class Net;\n");

    [Theory]
    [InlineData("MDSL0002", "// A net.\n[Model, Input(4), ReLU]\npublic class Net;", "Make it partial", "// A net.\n[Model, Input(4), ReLU]\npublic partial class Net;")]
    [InlineData("MDSL0002", "[Model, Input(4), ReLU]\nclass Net;", "Make it partial", "[Model, Input(4), ReLU]\npartial class Net;")]
    [InlineData("MDSL0003", "class Outer\n{\n    [Model, Input(4), ReLU] partial class Net;\n}", "Make it partial", "partial class Outer\n{\n    [Model, Input(4), ReLU] partial class Net;\n}")]
    [InlineData("MDSL0004", "[Model, Input(4), ReLU] abstract partial class Net;", "Remove 'abstract'", "[Model, Input(4), ReLU] partial class Net;")]
    [InlineData("MDSL0004", "[Model, Input(4), ReLU]\npublic partial record Net;", "Write 'class' instead of 'record'", "[Model, Input(4), ReLU]\npublic partial class Net;")]
    [InlineData("MDSL0013", "partial class Outer\n{\n    // A net.\n    [Input(4)]\n    [ReLU]\n    partial class Net;\n}", "Write [Model] before it", "partial class Outer\n{\n    // A net.\n    [Model]\n    [Input(4)]\n    [ReLU]\n    partial class Net;\n}")]
    public Task Fix_OfTheClass_MakesTheDeclarationRight(string id, string before, string title, string after) => Expect(id, before, title, after);

    [Fact]
    public async Task Fix_OfALoneAttribute_RemovesItsBrackets()
        => await Expect("MDSL0202", "[Model, Input(4)]\n[Softmax]\n[CrossEntropyLoss]\npartial class Net;", "Remove Softmax", "[Model, Input(4)]\n[CrossEntropyLoss]\npartial class Net;");

    [Theory]
    [InlineData("[Dropout(1.5f)]")]
    [InlineData("[MaxPool2d(2, Stride = -1)]")]
    public async Task OutOfRange_WhereNoValueFollows_OffersNoFix(string layer)
        => Assert.Empty(await Fixing.OfferedAsync($"[Model, Input(1, 8, 8)]\n{layer}\npublic partial class Net;\n", "MDSL0105"));

    private static async Task Expect(string id, string before, string title, string after)
    {
        IReadOnlyList<(string Title, string Text)> offered = await Fixing.OfferedAsync(before, id);
        Assert.Contains((title, after), offered);
        foreach ((_, string text) in offered)
            Assert.DoesNotContain(await Analysis.FindAsync(text), finding => finding.Id == id);
    }
}
