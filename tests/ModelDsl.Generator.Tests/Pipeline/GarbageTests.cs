using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>Neither front door may throw, whatever is typed; and what the analyzer lets pass must compile.</summary>
public class GarbageTests
{
    private const string Sound = """
        using ModelDsl;
        namespace Nets;
        /// <summary>A <c>net</c>.</summary>
        [Model]
        [Input(3, 16, 16, Name = "image")]
        [Conv2d(8, 3, Padding = 1, Name = "stem"), BatchNorm2d(Eps = 1e-3f), ReLU, MaxPool2d(2)]
        [Flatten, Dropout(0.5f), Linear(10, InFeatures = 8 * 8 * 8)]
        [CrossEntropyLoss(Weight = new[] { 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f, 10f })]
        public partial class Net { const int Width = 4; }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Text_WithRandomDamage_IsNeverAFault(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 40; i++) await AssertNoFault(Damage(Sound, random));
    }

    [Fact]
    public async Task Text_CutOffAnywhere_IsNeverAFault()
    {
        for (int length = 0; length < Sound.Length; length += 7) await AssertNoFault(Sound[..length]);
    }

    [Theory]
    [InlineData("[Model] partial class Net;")]
    [InlineData("[Model] interface Net;")]
    [InlineData("[Model] partial struct Net;")]
    [InlineData("[Model, Model] partial class Net;")]
    [InlineData("[Model, Input(null), Linear(1)] partial class Net;")]
    [InlineData("[Model, Input(new int[0]), Linear(1)] partial class Net;")]
    [InlineData("[Model, Input(4, Name = null), Linear(1, Name = null), BCELoss(Weight = null)] partial class Net;")]
    [InlineData("[Model, Input(4, Name = \"\"), Linear(1, Name = \"\")] partial class Net;")]
    [InlineData("[Model, Input(4), LayerNorm(null), GELU(Approximate = null)] partial class Net;")]
    [InlineData("[Model, Input(4), Linear(2), MSELoss(Reduction = (Reduction)7)] partial class Net;")]
    [InlineData("[Model, Input(4), Linear(2147483647 + 1)] partial class Net;")]
    [InlineData("[Model, Input(4), Linear(\"ten\")] partial class Net;")]
    [InlineData("[Model, Input(4), Linear(default)] partial class Net;")]
    [InlineData("[Model, Input(4), Dropout(float.NaN), Softplus(Beta = float.NaN, Threshold = float.PositiveInfinity), ELU(float.NegativeInfinity)] partial class Net;")]
    [InlineData("[Model, Input(4), Linear(2), MSELoss] partial class Net { class Inner { } } partial class Net<T> { }")]
    [InlineData("[Model, Input(4), Linear(2), CrossEntropyLoss] partial class Net : Missing { void Predict() { } int Parameters; }")]
    [InlineData("[Model, Input(1, 4, 4), Conv2d(outChannels: 2, kernelSize: 1), Conv2d(kernelSize: 1, outChannels: 2), Conv2d(2, 1, OutChannels = 3)] partial class Net;")]
    [InlineData("[ModelDsl.Model, ModelDsl.InputAttribute(4), global::ModelDsl.Linear(2)] partial class Net;")]
    public async Task Declaration_Strange_IsNeverAFault(string text) => await AssertNoFault(text);

    [Fact]
    public void Fault_OfTheCompiler_NamesTheModelAndThePlace()
    {
        // A specification that no reader makes: the compiler must not be able to handle it.
        LayerSpec unknown = new("Nothing", EquatableArray<ArgumentSpec>.Empty, "Nothing", 0);
        Exception exception = Assert.Throws<KeyNotFoundException>(() => OperatorCatalog.Create(unknown));
        Problem problem = Faults.Describe("Net", exception);
        Assert.Equal("MDSL0001", problem.Descriptor.Id);
        string message = string.Format(System.Globalization.CultureInfo.InvariantCulture, problem.Descriptor.MessageFormat.ToString(), [.. problem.Arguments]);
        Assert.StartsWith("The compiler of ModelDsl failed on 'Net'", message);
        Assert.Contains("KeyNotFoundException", message);
        Assert.DoesNotContain(Path.DirectorySeparatorChar + "generator", message);
    }

    /// <summary>Deletes, doubles, swaps or inserts a few pieces.</summary>
    private static string Damage(string text, Random random)
    {
        string[] pieces = ["(", ")", "[", "]", ",", "=", "\"", "{", "}", "0", "-1", "2147483647", "Linear(3)", "Flatten", "Softmax", "MSELoss", "Input(5)", "Width", "null", "partial ", "record ", "<T>", "//", "/*", "Net", " "];
        StringBuilder result = new(text);
        for (int edits = random.Next(1, 5); edits > 0; edits--)
        {
            int at = random.Next(result.Length);
            int length = Math.Min(random.Next(1, 12), result.Length - at);
            switch (random.Next(4))
            {
                case 0: result.Remove(at, length); break;
                case 1: result.Insert(at, result.ToString(at, length)); break;
                case 2: result.Insert(at, pieces[random.Next(pieces.Length)]); break;
                default: result.Remove(at, length).Insert(at, pieces[random.Next(pieces.Length)]); break;
            }
        }
        return result.ToString();
    }

    internal static async Task AssertNoFault(string text)
    {
        CSharpCompilation compilation = Sources.Compile(text);
        ImmutableArray<Diagnostic> found = await Analysis.DiagnosticsAsync(compilation);
        Assert.True(!found.Any(diagnostic => diagnostic.Id == "MDSL0001"), $"{string.Join("\n", found)}\n{text}");
        GeneratorRunResult result = Generation.Driver().RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.True(result.Exception is null && result.Diagnostics.IsEmpty, $"{result.Exception}{string.Join("\n", result.Diagnostics)}\n{text}");
        bool hasErrors = found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        bool hasEngines = result.GeneratedSources.Any(source => !source.HintName.EndsWith(".Model.g.cs", StringComparison.Ordinal));
        Assert.True(!(hasErrors && hasEngines) || text.Split("[Model").Length > 2, $"emitted in spite of errors:\n{text}");
    }
}
