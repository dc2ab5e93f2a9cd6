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

    private const string SoundGraph = """
        [Model]
        public partial class Net
        {
            const int Width = 4;
            /// <summary>A <c>stem</c>.</summary>
            [Conv2d(Width, 3, Padding = 1), BatchNorm2d, ReLU] private partial Tensor Stem(Tensor image);
            [Repeat(2), Use<Inner>] private partial Tensor Layer1(Tensor x);
            [Freeze, Flatten, Linear(6, Name = "fixed")] private partial Tensor Embed(Tensor x);
            [Linear(3)] private partial Tensor Head(Tensor x);

            [Forward]
            private (Tensor Scores, Tensor Code) Run([Shape(2, 8, 8)] Tensor image, [Shape(3)] Tensor facts)
            {
                Tensor seen = Layer1(Stem(image)), pooled = Mean(seen, 1, 2);
                (Tensor a, var b) = Cut(pooled.Reshape(2, -1));
                for (int i = 0; i < 3; i++) pooled = i % 2 == 0 ? Concat([a, b], 0) + pooled : 0.5f * pooled;
                Tensor[] parts = Chunk(Embed(seen), 2);
                return (Head(Stack([parts[0], facts], 0)[^1, ..]), MatMul(parts[1], facts.Unsqueeze(1)));
            }

            private (Tensor, Tensor) Cut(Tensor x) => (x[0], x[1, ..2]);

            [Objective]
            private Tensor Loss(Tensor scores, Tensor code, Tensor label, [Shape(1)] Tensor wanted)
                => CrossEntropy(scores, label, weight: [1, 2, 3]) + 0.1f * MSELoss(code, wanted) + 1e-4f * Sum(Square(Parameters.Head.Weight));
        }
        [Model]
        public partial class Inner
        {
            [Conv2d(4, 3, Padding = 1)] private partial Tensor Refine(Tensor x);
            [Forward] private Tensor Run([Shape(4, 8, 8)] Tensor x) => ReLU(x + Refine(x));
        }
        """;

    public static TheoryData<string, int> Damaged() => new()
    {
        { Sound, 1 }, { Sound, 2 }, { Sound, 3 }, { SoundGraph, 4 }, { SoundGraph, 5 }, { SoundGraph, 6 },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task Text_WithRandomDamage_IsNeverAFault(string sound, int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 40; i++) await AssertNoFault(Damage(sound, random));
    }

    [Fact]
    public async Task Text_CutOffAnywhere_IsNeverAFault()
    {
        for (int length = 0; length < Sound.Length; length += 7) await AssertNoFault(Sound[..length]);
        for (int length = 0; length < SoundGraph.Length; length += 23) await AssertNoFault(SoundGraph[..length]);
    }

    [Fact]
    public async Task Graph_Undamaged_IsClean() => Assert.DoesNotContain(await Analysis.DiagnosticsAsync(Sources.Compile(SoundGraph)), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    [Theory]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) => x;")]
    [InlineData("[Forward] Tensor Run([Shape] Tensor x) => x; [Objective] Tensor Loss(Tensor x) => x;")]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) { return x = x = x; } [Objective] Tensor Loss(Tensor a, Tensor b) => b;")]
    [InlineData("[Forward] (Tensor, Tensor) Run([Shape(4)] Tensor x) => (x, x); [Objective] Tensor Loss(Tensor a, Tensor b, Tensor x) => MSELoss(x, x);")]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) { while (true) x = ReLU(x); }")]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) => Run(x);")]
    [InlineData("[Use<Net>] private partial Tensor Self(Tensor x); [Forward] Tensor Run([Shape(4)] Tensor x) => Self(x);")]
    [InlineData("[Use<int[]>] private partial Tensor Self(Tensor x); [Forward] Tensor Run([Shape(4)] Tensor x) => Self(x);")]
    [InlineData("[Repeat(1000000), Linear(4)] private partial Tensor Deep(Tensor x); [Forward] Tensor Run([Shape(4)] Tensor x) => Deep(x);")]
    [InlineData("[Forward] Tensor Run([Shape(1, 1, 1, 1, 2)] Tensor x) => x.Squeeze(0)[0, ^1, 0, 0].Reshape().Sum().Mean();")]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) => Chunk(x, 0)[0] + Split(x, -1)[7] + Split(x, new int[0])[0] + Concat([]) + Stack(null!);")]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) => x[int.MinValue] + x[^int.MinValue..int.MaxValue] + x.Narrow(0, int.MaxValue, int.MaxValue) + x.Softmax(int.MinValue);")]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) => x.Expand(int.MaxValue, int.MaxValue, 4).Reshape(-1);")]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) => x / 0 * float.NaN - (float)1e300;")]
    [InlineData("[Linear(3)] private partial Tensor A(Tensor x, Tensor y); [Forward] Tensor Run([Shape(4)] Tensor x) => A(x, x) + A(y: x, x: x);")]
    [InlineData("[MSELoss] private partial Tensor A(Tensor x); [Forward] Tensor Run([Shape(4)] Tensor x) => A(x);")]
    [InlineData("[MSELoss, Linear(3)] private partial Tensor A(Tensor x, Tensor y); [Forward] Tensor Run([Shape(4)] Tensor x) => A(x, x);")]
    [InlineData("[Forward] Tensor Run([Shape(4)] Tensor x) => Parameters.A.B.C + Parameters + this.Parameters.Count;")]
    [InlineData("[Forward, Objective, Linear(3)] private partial Tensor Run([Shape(4)] Tensor x);")]
    public async Task Graph_Strange_IsNeverAFault(string members) => await AssertNoFault($"[Model] public partial class Net {{ {members} }}");

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
        string[] pieces = ["(", ")", "[", "]", ",", "=", "\"", "{", "}", "0", "-1", "2147483647", "Linear(3)", "Flatten", "Softmax", "MSELoss", "Input(5)", "Width", "null", "partial ", "record ", "<T>", "//", "/*", "Net", " ",
            "Stem(seen)", "Head(", "x", "Tensor ", "[Forward] ", "x.Reshape(-1)", "for (;;) ", "=>", ";", "[0]", "Concat([seen, x])", " + ", "await ", "x.Shape", "[Repeat(3)] ", "[Use<Net>] ", "parts[5]", "Mean(seen, 7)", "^1", "..", "return ", "var "];
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
