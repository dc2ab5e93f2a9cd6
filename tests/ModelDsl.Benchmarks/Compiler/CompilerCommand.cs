using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelDsl.Benchmarks.Compiler;

/// <summary>Measures the compiler itself on a network of 50 layers: the generator in a fresh process, then generator and analyzer after edits of one attribute.</summary>
internal static class CompilerCommand
{
    private const int Edits = 30;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <param name="isGraph">Whether the network is in the graph form, with a residual around each block.</param>
    /// <param name="generatorFile">Another generator's file than that of the solution.</param>
    public static void Run(bool isGraph, string? generatorFile)
    {
        Func<string, string> network = isGraph ? Graph : Chain;
        // Roslyn compiles and runs its own generators before ours in every build: what they share is warm.
        CSharpGeneratorDriver.Create([new WarmUpGenerator().AsSourceGenerator()], parseOptions: Options)
            .RunGeneratorsAndUpdateCompilation(Compile("[System.Obsolete] class A;"), out Compilation warm, out _);
        warm.GetDiagnostics();

        Assembly compiler = Assembly.LoadFrom(generatorFile ?? typeof(CompilerCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "Generator").Value!);
        CSharpCompilation first = Compile(network("0.3f"));
        first.GetDiagnostics();
        long methods = JitInfo.GetCompiledMethodCount();
        TimeSpan compilation = JitInfo.GetCompilationTime();
        long start = Stopwatch.GetTimestamp();
        IIncrementalGenerator generator = (IIncrementalGenerator)Activator.CreateInstance(compiler.GetType("ModelDsl.Generator.ModelGenerator")!)!;
        GeneratorDriver driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: Options).RunGenerators(first);
        double cold = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Console.WriteLine(
            $"generator, cold: {cold:F0} ms, of which the JIT took {(JitInfo.GetCompilationTime() - compilation).TotalMilliseconds:F0} ms for {JitInfo.GetCompiledMethodCount() - methods} methods");
        Console.WriteLine($"it wrote {driver.GetRunResult().GeneratedTrees.Sum(tree => tree.Length) / 1000} thousand characters");

        DiagnosticAnalyzer analyzer = (DiagnosticAnalyzer)Activator.CreateInstance(compiler.GetType("ModelDsl.Generator.ModelAnalyzer")!)!;
        List<double> generated = [], analyzed = [];
        for (int edit = 0; edit < Edits; edit++)
        {
            CSharpCompilation edited = Compile(network($"0.1{edit}f"));
            start = Stopwatch.GetTimestamp();
            ImmutableArray<Diagnostic> found = edited.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
            analyzed.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) throw new InvalidOperationException($"{found[0]}");
            start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(edited);
            generated.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Console.WriteLine($"an edit: analyzer {Median(analyzed):F1} ms, generator {Median(generated):F1} ms (medians of {Edits})");
    }

    /// <summary>15 times convolution, batch norm, ReLU; two poolings; flatten, dropout, linear.</summary>
    private static string Chain(string dropout)
    {
        IEnumerable<string> blocks = Enumerable.Range(0, 15).Select(i => $"[Conv2d({32 << i / 5}, 3, Padding = 1), BatchNorm2d, ReLU{(i is 4 or 9 ? ", MaxPool2d(2)" : "")}]");
        return $"using ModelDsl;\n[Model, Input(3, 32, 32)]\n{string.Join('\n', blocks)}\n[Flatten, Dropout({dropout}), Linear(10), CrossEntropyLoss]\npublic partial class Net;";
    }

    /// <summary>The same layers as blocks, each but the first of its width with a way past it.</summary>
    private static string Graph(string dropout)
    {
        IEnumerable<string> blocks = Enumerable.Range(0, 15).Select(i => $"    [Conv2d({32 << i / 5}, 3, Padding = 1), BatchNorm2d, ReLU{(i is 4 or 9 ? ", MaxPool2d(2)" : "")}] private partial Tensor Block{i}(Tensor x);");
        IEnumerable<string> steps = Enumerable.Range(0, 15).Select(i => $"        x = {(i % 5 is 0 or 4 ? "" : "x + ")}Block{i}(x);");
        return $$"""
            using ModelDsl;
            using static ModelDsl.TensorFunctions;
            [Model]
            public partial class Net
            {
            {{string.Join('\n', blocks)}}
                [Flatten, Dropout({{dropout}}), Linear(10)] private partial Tensor Classify(Tensor x);
                [Forward]
                private Tensor Run([Shape(3, 32, 32)] Tensor x)
                {
            {{string.Join('\n', steps)}}
                    return Classify(x);
                }
                [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            }
            """;
    }

    private static CSharpCompilation Compile(string source)
        => CSharpCompilation.Create("Benchmark", [CSharpSyntaxTree.ParseText(source, Options)], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
