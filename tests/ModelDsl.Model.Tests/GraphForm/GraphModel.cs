using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generator;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>
/// A model in the graph form, compiled in memory as a user's project would under its strictest settings, and driven both ways: compiled, through its emitted methods, and
/// eagerly, by calling its <c>[Forward]</c> and <c>[Objective]</c> methods.
/// </summary>
internal sealed class GraphModel
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: false,
        generalDiagnosticOption: ReportDiagnostic.Error, warningLevel: 9999, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly MetadataReference[] References = [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(IModel).Assembly.Location)];

    private readonly object _model;
    private readonly MethodInfo _forward;
    private readonly MethodInfo? _objective;

    private GraphModel(Type type, ModelSpec spec, Graph graph, long seed)
    {
        (Spec, Graph) = (spec, graph);
        _model = Activator.CreateInstance(type, seed)!;
        _forward = type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single(method => method.GetCustomAttribute<ForwardAttribute>() is not null);
        _objective = type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).SingleOrDefault(method => method.GetCustomAttribute<ObjectiveAttribute>() is not null);
    }

    public ModelSpec Spec { get; }

    /// <summary>The declared graph.</summary>
    public Graph Graph { get; }

    public IModel Model => (IModel)_model;

    public ParameterCollection Parameters => ((IModel)_model).Parameters;

    /// <summary>The class <c>Net</c> with these members, and whatever classes stand behind it.</summary>
    /// <param name="members">The members of <c>Net</c>.</param>
    /// <param name="others">Other classes.</param>
    /// <param name="attributes">Attributes of the class beside <c>[Model]</c>.</param>
    public static GraphModel Compile(string members, string others = "", string attributes = "Model")
        => CompileAll([$"[{attributes}]\npublic partial class Net\n{{\n{members}\n}}\n{others}"])[0];

    /// <summary>A model of each text, all in one compilation: each has a class <c>Net</c>.</summary>
    public static GraphModel[] CompileAll(IReadOnlyList<string> texts)
    {
        const string Usings = "using System.Collections.Generic;\nusing System.Linq;\nusing ModelDsl;\nusing static ModelDsl.TensorFunctions;\n";
        List<SyntaxTree> trees = [.. texts.Select((text, i) => CSharpSyntaxTree.ParseText($"{Usings}namespace Case{i};\n{text}\n", Language, $"Case{i}.cs", Encoding.UTF8))];
        CSharpCompilation compilation = CSharpCompilation.Create("Graphs", trees, References, Options);
        (ModelSpec Spec, Graph Graph)[] declared = [.. texts.Select((_, i) => Declare(compilation, $"Case{i}.Net"))];
        compilation = compilation.AddSyntaxTrees(declared.Select((model, i) => CSharpSyntaxTree.ParseText(DriverEmitter.Emit($"Case{i}", model.Spec, model.Graph), Language, $"Driver{i}.cs", Encoding.UTF8)));

        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: Language);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out var reported);
        using MemoryStream image = new();
        Diagnostic[] problems = [.. reported, .. generated.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (problems.Length > 0) Assert.Fail($"{string.Join('\n', problems.Take(8).Select(Describe))}\n{string.Join('\n', declared.Select(model => FaultOf(model.Spec)))}\n{texts[0]}");
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext("graphs", isCollectible: true).LoadFromStream(image);
        return [.. declared.Select((model, i) => new GraphModel(assembly.GetType($"Case{i}.Net", throwOnError: true)!, model.Spec, model.Graph, seed: 1))];
    }

    /// <summary>Whether the eager mode computes as in training.</summary>
    public bool IsEagerTraining
    {
        set => _model.GetType().GetProperty("IsEagerTraining")!.SetValue(_model, value);
    }

    /// <summary>The values of all outputs, compiled.</summary>
    public float[][] Predict(float[][] inputs)
    {
        int samples = inputs[0].Length / (int)Graph.Inputs[0].Shape.Count;
        float[][] outputs = [.. Graph.Outputs.Select(output => new float[samples * output.Shape.Count])];
        Invoke("DrivePredict", inputs, outputs);
        return outputs;
    }

    /// <summary>The loss of a batch in training, compiled; the gradients are in the parameters.</summary>
    public float Backward(float[][] inputs, Array[] targets) => (float)Invoke("DriveBackward", inputs, targets)!;

    /// <summary>The same, and the gradients of the inputs that have some.</summary>
    public float Backward(float[][] inputs, Array[] targets, float[][] gradients) => (float)Invoke("DriveInputGradients", inputs, targets, gradients)!;

    /// <summary>The same, added to the gradients that are there.</summary>
    public float Accumulate(float[][] inputs, Array[] targets) => (float)Invoke("DriveAccumulate", inputs, targets)!;

    public float Train(float[][] inputs, Array[] targets, Func<IModel, Optimizer> optimizer) => (float)Invoke("DriveTrain", inputs, targets, optimizer((IModel)_model))!;

    /// <summary>The loss of a batch in evaluation, compiled.</summary>
    public float Evaluate(float[][] inputs, Array[] targets, float[][] outputs) => (float)Invoke("DriveEvaluate", inputs, targets, outputs)!;

    /// <summary>The outputs, eagerly.</summary>
    public Tensor[] Run(Tensor[] inputs, bool isTraining)
    {
        IsEagerTraining = isTraining;
        object result = Unwrap(() => _forward.Invoke(_model, [.. inputs]))!;
        if (result is Tensor one) return [one];
        var tuple = (System.Runtime.CompilerServices.ITuple)result;
        return [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)];
    }

    /// <summary>The objective, eagerly.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="isTraining">Whether dropout draws, and batch norm takes statistics.</param>
    public Tensor Objective(Tensor[] inputs, Tensor[] targets, bool isTraining) => Objective(Run(inputs, isTraining), inputs, targets);

    /// <summary>The objective of outputs, eagerly.</summary>
    public Tensor Objective(Tensor[] outputs, Tensor[] inputs, Tensor[] targets)
    {
        int target = 0;
        IEnumerable<Tensor> further = _objective!.GetParameters().Skip(outputs.Length)
            .Select(parameter => Spec.Inputs.Items.ToList().FindIndex(input => input.Name == parameter.Name) is >= 0 and int input ? inputs[input] : targets[target++]);
        return (Tensor)Unwrap(() => _objective.Invoke(_model, [.. outputs, .. further]))!;
    }

    /// <summary>Calls a public method of the model.</summary>
    public object? Invoke(string method, params object[] arguments) => Unwrap(() => _model.GetType().GetMethod(method)!.Invoke(_model, arguments));

    private static object? Unwrap(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException exception)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }

    private static (ModelSpec Spec, Graph Graph) Declare(CSharpCompilation compilation, string name)
    {
        ModelReading reading = ModelReader.Read(compilation.GetTypeByMetadataName(name)!, compilation, CancellationToken.None);
        List<Generator.Diagnostics.Problem> problems = [.. reading.Problems];
        Graph? graph = reading.Declared is { } spec ? GraphBuilder.Build(spec, problems) : null;
        if (graph is null || problems.Any(problem => problem.IsError))
            Assert.Fail($"{string.Join('\n', problems.Select(problem => string.Format(System.Globalization.CultureInfo.InvariantCulture, problem.Descriptor.MessageFormat.ToString(), [.. problem.Arguments.Items])))}\n{compilation.SyntaxTrees[0]}");
        return (reading.Declared!, graph!);
    }

    /// <summary>Where the compiler throws, if it does: its diagnostic names the innermost method alone.</summary>
    private static string? FaultOf(ModelSpec spec)
    {
        try
        {
            if (ModelCompiler.Compile(spec) is { } model) _ = BodyEmitter.Emit(model).ToArray();
            return null;
        }
        catch (Exception exception)
        {
            return $"{exception.Message}\n{string.Join('\n', exception.StackTrace!.Split('\n').Take(8))}";
        }
    }

    private static string Describe(Diagnostic problem)
    {
        string line = problem.Location.SourceTree is { } tree ? tree.GetText().Lines[problem.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim() : "";
        return $"{problem}\n    {line}";
    }
}
