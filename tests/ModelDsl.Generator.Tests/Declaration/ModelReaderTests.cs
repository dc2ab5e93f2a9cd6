using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Declaration;

public class ModelReaderTests
{
    [Fact]
    public void Read_Layers_KeepsTheOrderOfTheSource()
    {
        ModelSpec spec = Models.Spec("""
            [Model]
            [Input(1, 8, 8)]
            [Conv2d(2, 3), ReLU]
            [Conv2d(4, 3)]
            [ReLU]
            [Flatten, Linear(3)]
            [CrossEntropyLoss]
            public partial class Net;
            """);
        Assert.Equal(["Conv2d(2, 3)", "ReLU", "Conv2d(4, 3)", "ReLU", "Flatten", "Linear(3)"], spec.Operations.Select(operation => operation.Layer.Text).Take(6));
        Assert.Equal([0, 1, 2, 3, 4, 5], spec.Operations.Select(operation => operation.Layer.Index).Take(6));
        Assert.Equal(("CrossEntropyLoss", 6), (spec.Operations[6].Layer.Kind, spec.Operations[6].Layer.Index));
    }

    [Fact]
    public void Read_Arguments_KeepsWhatWasWrittenAndNothingElse()
    {
        ModelSpec spec = Models.Spec("""
            [Model, Input(1, 8, 8, Name = "image")]
            [Conv2d(kernelWidth: 3, kernelHeight: 2 + 3, outChannels: Net.Channels, Padding = 1), LeakyReLU, LeakyReLU(0.5f), LayerNorm(8, 6)]
            [Flatten, Linear(3, Bias = false), MSELoss(Reduction = Reduction.Sum)]
            public partial class Net { private const int Channels = 4 * 2; }
            """);
        Assert.Equal("image", spec.Inputs[0].Name);
        Assert.Equal([1, 8, 8], spec.Inputs[0].Shape);
        LayerSpec conv = spec.Operations[0].Layer;
        Assert.Equal((8, 5, 3, 1), (conv.Int("OutChannels", 0), conv.Int("KernelHeight", 0), conv.Int("KernelWidth", 0), conv.Int("Padding", 0)));
        Assert.False(conv.Has("Stride"));
        Assert.Empty(spec.Operations[1].Layer.Arguments);
        Assert.Equal(0.5f, spec.Operations[2].Layer.Float("NegativeSlope", 0));
        Assert.Equal([8, 6], spec.Operations[3].Layer.Ints("NormalizedShape"));
        Assert.False(spec.Operations[5].Layer.Bool("Bias", true));
        Assert.Equal("Sum", spec.Operations[6].Layer.Word("Reduction"));
    }

    [Theory]
    [InlineData("Conv2d( 4,3,Padding=1 )", "Conv2d(4, 3, Padding = 1)")]
    [InlineData("Conv2d(4,\n    3) /* small */", "Conv2d(4, 3)")]
    [InlineData("Conv2d(2*2, 3)", "Conv2d(2 * 2, 3)")]
    [InlineData("LayerNorm(new int[]{8,\n8})", "LayerNorm(new int[] { 8, 8 })")]
    [InlineData("LayerNorm([1,8,8])", "LayerNorm([1, 8, 8])")]
    [InlineData("GELU(Approximate = @\"tanh\")", "GELU(Approximate = \"tanh\")")]
    [InlineData("Conv2d(outChannels: 4, kernelSize: 3)", "Conv2d(outChannels: 4, kernelSize: 3)")]
    public void Read_Text_IsOnOneLine(string written, string text)
        => Assert.Equal(text, Models.Spec($"[Model, Input(1, 8, 8), {written}] partial class Net;").Operations[0].Layer.Text);

    [Fact]
    public void Read_Types_KnowsContainersAndNamespace()
    {
        ModelSpec global = Models.Spec("[Model, Input(4), Linear(2)] partial class Net;");
        Assert.Equal(("", "Net", "partial class Net"), (global.Type.Namespace, global.Type.Name, global.Type.Header));
        ModelSpec nested = Models.Spec("""
            namespace A.B;
            partial class Outer
            {
                partial record struct Middle
                {
                    /// <summary>Reads <c>digits</c>.</summary>
                    [Model, Input(4), Linear(2)] private sealed partial class Net { }
                }
            }
            """);
        Assert.Equal("A.B", nested.Type.Namespace);
        Assert.Equal(["partial class Outer", "partial record struct Middle"], nested.Type.Containers);
        Assert.Equal("Reads <c>digits</c>.", nested.Type.Summary);
    }

    [Fact]
    public void Read_MovedAndReformatted_IsEqual()
    {
        ModelReading before = Models.Read("[Model, Input(4), Linear(2), MSELoss] partial class Net;");
        ModelReading after = Models.Read("""
            // Something else above.
            class Other;

            [Model]
            [Input(4)]
            [Linear( 2 )] // a comment
            [MSELoss]
            partial class Net;
            """);
        Assert.Equal(before, after);
        Assert.Equal(before.GetHashCode(), after.GetHashCode());
        Assert.NotEqual(before, Models.Read("[Model, Input(4), Linear(3), MSELoss] partial class Net;"));
    }
}
