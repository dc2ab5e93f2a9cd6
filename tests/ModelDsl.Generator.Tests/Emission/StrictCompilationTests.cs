using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Emission;

/// <summary>Emitted code must compile without a warning wherever a user puts a model and whatever their settings are.</summary>
public class StrictCompilationTests
{
    private const string Attributes = "[Model, Input(3, 9, 9), Conv2d(4, 3), BatchNorm2d, ReLU, MaxPool2d(2), Flatten, Dropout, Linear(10), CrossEntropyLoss]";

    [Theory]
    [InlineData("{0} public partial class Net;")]
    [InlineData("{0} partial class Net {{ public int Extra => 1; }}")]
    [InlineData("namespace A.B.C; {0} public partial class Net;")]
    [InlineData("namespace A {{ namespace B {{ {0} public partial class Net; }} }}")]
    [InlineData("namespace A; public partial class Outer {{ internal static partial class Middle {{ {0} public sealed partial class Net; }} }}")]
    [InlineData("namespace A; public partial interface IOuter {{ public partial record Middle(int X) {{ {0} public partial class Net; }} }}")]
    [InlineData("namespace A; partial struct Outer {{ partial record struct Middle {{ {0} private partial class Net; }} }}")]
    [InlineData("namespace System; {0} public partial class Net;")]
    [InlineData("namespace ModelDsl.Mine; {0} public partial class Net;")]
    [InlineData("namespace @class; {0} public partial class @event;")]
    [InlineData("namespace A; public class System {{ }} public class Span {{ }} public class MathF {{ }} {0} public partial class Net;")]
    public void Emitted_WhereverTheModelStands_CompilesWithoutWarnings(string text) => AssertClean(Compile(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, Attributes)));

    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Enable)]
    public void Emitted_UnderEachNullableSetting_CompilesWithoutWarnings(NullableContextOptions nullable)
        => AssertClean(Compile($"{Attributes} public partial class Net;", options => options.WithNullableContextOptions(nullable)));

    [Theory]
    [InlineData("CrossEntropyLoss", "int")]
    [InlineData("MSELoss", "float")]
    public void Emitted_ForAModelWithWrongShapes_LetsCodeThatUsesItCompile(string loss, string target) => AssertClean(Compile($$"""
        using System;
        namespace A;
        [Model, Input(4, Name = "row"), Linear(3, InFeatures = 5), {{loss}}] public partial class Net;
        static class Use
        {
            static float Run(float[] x, {{target}}[] y, float[] scores)
            {
                Net net = new(seed: 1);
                net.Predict(row: x, scores);
                ITrainable<{{target}}> trainable = net;
                return net.Train(x, y, new SGD(net)) + net.Backward(row: x, y) + net.Evaluate(x, y, scores) + net.Parameters["linear1.weight"].Size + net.Gradients[0]
                    + net.InputSize + net.OutputSize + net.TargetSize + Net.Summary.Length + trainable.TargetSize;
            }
        }
        """));

    [Fact]
    public void Emitted_WithOverflowChecks_CompilesWithoutWarnings()
        => AssertClean(Compile($"{Attributes} public partial class Net;", options => options.WithOverflowChecks(true)));

    [Fact]
    public void Emitted_TwoModelsOfOneName_DoNotMeet()
        => AssertClean(Compile($"namespace A {{ {Attributes} public partial class Net; }} namespace B {{ {Attributes} public partial class Net; partial class Outer {{ {Attributes} public partial class Net; }} }} {Attributes} public partial class B_Net;"));

    [Fact]
    public void Emitted_ModelThatOnlyPredicts_Compiles() => AssertClean(Compile("[Model, Input(4), Linear(2)] public partial class Net;"));

    /// <summary>All warnings there are, as errors; without unsafe code.</summary>
    private static Compilation Compile(string text, Func<CSharpCompilationOptions, CSharpCompilationOptions>? change = null)
    {
        CSharpCompilation compilation = Sources.Compile("using ModelDsl; " + text);
        CSharpCompilationOptions options = compilation.Options
            .WithAllowUnsafe(false)
            .WithWarningLevel(9999)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Error);
        GeneratorDriver driver = Generation.Driver().RunGeneratorsAndUpdateCompilation(
            compilation.WithOptions(change?.Invoke(options) ?? options), out Compilation result, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        Assert.NotEmpty(driver.Files());
        return result;
    }

    private static void AssertClean(Compilation compilation)
    {
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult built = compilation.Emit(image);
        // What the text of the test itself lacks (documentation, say) is no concern here.
        Assert.Empty(built.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden && IsEmitted(diagnostic)));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error));
    }

    private static bool IsEmitted(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) != false;
}
