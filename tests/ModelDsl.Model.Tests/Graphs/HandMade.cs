using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using Compiler = ModelDsl.Generator.ModelCompiler;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>
/// The class that the compiler makes of a graph which a test built, driven through arrays. It is compiled as in a user's project: every warning is
/// an error, and there is no unsafe code.
/// </summary>
internal sealed class HandMade
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);
    private readonly Action<object, Array[], float[][]>? _predict;
    private readonly Func<object, Array[], Array[], float>? _backward;
    private readonly Func<object, Array[], Array[], Optimizer, float>? _train;
    private readonly Func<object, Array[], Array[], float[][], float>? _evaluate;

    private HandMade(Assembly assembly, long seed)
    {
        Model = (IModel)Activator.CreateInstance(assembly.GetType("Hand.Made", throwOnError: true)!, seed)!;
        Type driver = assembly.GetType("Hand.Driver", throwOnError: true)!;
        _predict = driver.GetMethod("Predict")?.CreateDelegate<Action<object, Array[], float[][]>>();
        _backward = driver.GetMethod("Backward")?.CreateDelegate<Func<object, Array[], Array[], float>>();
        _train = driver.GetMethod("Train")?.CreateDelegate<Func<object, Array[], Array[], Optimizer, float>>();
        _evaluate = driver.GetMethod("Evaluate")?.CreateDelegate<Func<object, Array[], Array[], float[][], float>>();
    }

    public IModel Model { get; }

    public ParameterCollection Parameters => Model.Parameters;

    /// <summary>Compiles a graph. Each pass of the compiler changes its graph, so there must be a way to build it again.</summary>
    public static HandMade Compile(Func<Graph> build, long seed = 5)
    {
        using MemoryStream image = new(Build(build));
        return new HandMade(new AssemblyLoadContext("hand-made", isCollectible: true).LoadFromStream(image), seed);
    }

    public void Predict(Array[] inputs, params float[][] outputs) => _predict!(Model, inputs, outputs);

    public float Backward(Array[] inputs, params Array[] targets) => _backward!(Model, inputs, targets);

    public float Train(Optimizer optimizer, Array[] inputs, params Array[] targets) => _train!(Model, inputs, targets, optimizer);

    public float Evaluate(Array[] inputs, Array[] targets, params float[][] outputs) => _evaluate!(Model, inputs, targets, outputs);

    // Emitted for what is declared in C#; a graph made by hand has no layers to run eagerly.
    private const string EagerHalf = "namespace Hand; public partial class Made { public ModelDsl.EagerScope Eager => _eager; private readonly ModelDsl.EagerScope _eager; }";

    private static byte[] Build(Func<Graph> build)
    {
        Graph declared = build();
        GraphVerifier.Verify(declared, "the test");
        ModelSpec spec = new(new TypeSpec("Hand", "Made", EquatableArray<string>.Empty, "public partial class Made", null), [], [], [], [], null);
        CompiledModel model = new(
            spec, declared, Compiler.CompileGraph(build(), isTraining: false), declared.Loss is null ? null : Compiler.CompileGraph(build(), isTraining: true));
        string[] sources = [.. BodyEmitter.Emit(model).Append(FaceEmitter.Emit(spec, declared)).Select(file => file.Text), DriverOf(declared), EagerHalf];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Hand",
            sources.Select(text => CSharpSyntaxTree.ParseText(text, Language)),
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(IModel).Assembly.Location)],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: false, generalDiagnosticOption: ReportDiagnostic.Error,
                nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = new();
        string[] errors = [.. compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString())];
        Assert.True(errors.Length == 0, string.Join('\n', errors.Take(5)));
        return image.ToArray();
    }

    /// <summary>Methods that pass arrays on as spans, which reflection cannot.</summary>
    private static string DriverOf(Graph graph)
    {
        string inputs = Cast("inputs", graph.Inputs), targets = Cast("targets", graph.Targets);
        string given = string.Join(", ", new[] { inputs, targets }.Where(text => text.Length > 0));
        string outputs = string.Join(", ", graph.Outputs.Select((_, i) => $"outputs[{i}]"));
        string training = graph.Loss is null ? "" : $$"""
                public static float Backward(object model, System.Array[] inputs, System.Array[] targets) => ((Made)model).Backward({{given}});
                public static float Train(object model, System.Array[] inputs, System.Array[] targets, ModelDsl.Optimizer optimizer) => ((Made)model).Train({{given}}, optimizer);
                public static float Evaluate(object model, System.Array[] inputs, System.Array[] targets, float[][] outputs) => ((Made)model).Evaluate({{given}}, {{outputs}});
            """;
        return $$"""
            namespace Hand;
            public static class Driver
            {
                public static void Predict(object model, System.Array[] inputs, float[][] outputs) => ((Made)model).Predict({{inputs}}, {{outputs}});
            {{training}}
            }
            """;
    }

    private static string Cast(string array, List<Value> values)
        => string.Join(", ", values.Select((value, i) => $"({(value.Type == ElementType.Int32 ? "int" : "float")}[]){array}[{i}]"));
}
