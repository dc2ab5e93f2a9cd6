using System.Reflection;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Engine;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using Compiler = ModelDsl.Generator.ModelCompiler;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>A graph that was built by hand and has gone through all passes, emission and the C# compiler.</summary>
internal sealed record HandMadeModel(PredictionEngine Prediction, TrainingEngine Training, ParameterCollection Parameters)
{
    /// <summary>Compiles graphs, several in one compilation, which costs little more than one.</summary>
    /// <param name="builders">Build a graph, a new one at every call: prediction and training change theirs.</param>
    public static HandMadeModel[] Compile(params IReadOnlyList<Func<Graph>> builders)
    {
        CompiledModel[] models = [.. builders.Select((build, i) => new CompiledModel(
            new ModelSpec(new TypeSpec("Hand", $"Made{i}", EquatableArray<string>.Empty, $"partial class Made{i}", null), [], [], [], [], null),
            build(),
            Compiler.CompileGraph(build(), isTraining: false),
            Compiler.CompileGraph(build(), isTraining: true)))];
        Assembly assembly = Assembly.Load(Build(models));
        return [.. models.Select((model, i) => Create(model, assembly.GetType($"Hand.Made{i}", throwOnError: true)!))];
    }

    /// <summary>The files that are emitted for a graph, for a look at them.</summary>
    public static string Emit(Func<Graph> build)
    {
        ModelSpec spec = new(new TypeSpec("Hand", "Made", EquatableArray<string>.Empty, "partial class Made", null), [], [], [], [], null);
        return string.Join('\n', BodyEmitter.Emit(new CompiledModel(spec, build(), Compiler.CompileGraph(build(), isTraining: false), Compiler.CompileGraph(build(), isTraining: true))).Select(file => file.Text));
    }

    /// <summary>The assembly with a class <c>Hand.Made0</c>, <c>Made1</c>, … for each model.</summary>
    private static byte[] Build(CompiledModel[] models)
    {
        string[] sources = [.. models.SelectMany(model => BodyEmitter.Emit(model)).Select(file => file.Text), .. models.Select(model => Face(model.Spec.Type.Name))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Hand",
            sources.Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp14))),
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(IModel).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, generalDiagnosticOption: ReportDiagnostic.Error));
        using MemoryStream image = new();
        foreach (Diagnostic diagnostic in compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning))
            Assert.Fail($"{diagnostic}\n{diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}");
        return image.ToArray();
    }

    private static HandMadeModel Create(CompiledModel model, Type type)
    {
        ParameterDescription[] descriptions = [.. model.Declared.Parameters.Select(value => new ParameterDescription(
            value.Parameter!.Name, value.Parameter.Name, value.Shape.Dimensions.Items.AsSpan(), Initialization.Uniform, value.Parameter.Bound))];
        ParameterCollection parameters = new(descriptions, seed: 5);
        object[] engines = (object[])type.GetMethod("Create")!.Invoke(null, [parameters])!;
        return new HandMadeModel((PredictionEngine)engines[0], (TrainingEngine)engines[1], parameters);
    }

    private static string Face(string name) => $$"""
        namespace Hand;
        public partial class {{name}}
        {
            static partial void CreateEngines(ModelDsl.ParameterCollection parameters, long seed, ref ModelDsl.Engine.PredictionEngine prediction, ref ModelDsl.Engine.TrainingEngine training);
            public static object[] Create(ModelDsl.ParameterCollection parameters)
            {
                ModelDsl.Engine.PredictionEngine prediction = null;
                ModelDsl.Engine.TrainingEngine training = null;
                CreateEngines(parameters, 1, ref prediction, ref training);
                return new object[] { prediction, training };
            }
        }
        """;
}
