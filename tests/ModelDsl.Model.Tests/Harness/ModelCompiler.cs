using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generator;
using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Harness;

/// <summary>
/// Compiles declarations in memory, as a user's project would under its strictest settings: nullable, every warning an error, no
/// unsafe code. Many declarations in one compilation cost little more than one.
/// </summary>
internal static partial class ModelCompiler
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: false,
        generalDiagnosticOption: ReportDiagnostic.Error,
        warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ImmutableArray<MetadataReference> References =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(IModel).Assembly.Location)];

    /// <summary>One model, for a test of its own.</summary>
    public static CompiledModel Compile(string declaration) => Compile([declaration])[0];

    /// <summary>A model for each declaration, in their order, as a user gets it from its constructor.</summary>
    public static CompiledModel[] Compile(IReadOnlyList<string> declarations)
    {
        AssemblyLoadContext context = new("compiled models", isCollectible: true);
        using MemoryStream image = new(Build(declarations));
        Assembly assembly = context.LoadFromStream(image);
        return [.. declarations.Select((text, i) => new CompiledModel(Declaration.Parse(text), assembly.GetType($"Compiled.Net{i}", throwOnError: true)!))];
    }

    /// <summary>The assembly with a class <c>Compiled.Net0</c>, <c>Net1</c>, … for each declaration.</summary>
    /// <param name="declarations">The attributes of the classes.</param>
    /// <param name="others">Files beside them.</param>
    public static byte[] Build(IReadOnlyList<string> declarations, params string[] others)
    {
        IEnumerable<SyntaxTree> sources = declarations.Select((declaration, i) => CSharpSyntaxTree.ParseText(
            $"using ModelDsl;\nnamespace Compiled;\n[Model] {declaration}\npublic partial class Net{i};\n", Language, $"Net{i}.cs", Encoding.UTF8));
        CSharpCompilation compilation = CSharpCompilation.Create("Compiled", sources.Concat(others.Select(text => CSharpSyntaxTree.ParseText(text, Language, encoding: Encoding.UTF8))), References, Options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: Language);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> reported);

        // Emitting finds what a build would report; to ask for diagnostics before would bind every method twice.
        using MemoryStream image = new();
        Diagnostic[] problems = [.. reported, .. generated.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden)];
        if (problems.Length > 0) Assert.Fail(Describe(problems, declarations));
        return image.ToArray();
    }

    private static string Describe(Diagnostic[] problems, IReadOnlyList<string> declarations)
    {
        StringBuilder text = new($"{problems.Length} diagnostics\n");
        foreach (Diagnostic problem in problems.Take(8))
        {
            text.AppendLine(problem.ToString());
            if (problem.Location.SourceTree is not { } tree) continue;
            text.AppendLine($"    {tree.GetText().Lines[problem.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}");
            Match model = ModelNumber().Match(tree.FilePath);
            if (model.Success) text.AppendLine($"    {declarations[int.Parse(model.Groups[1].ValueSpan)]}");
        }
        return text.ToString();
    }

    [GeneratedRegex(@"Net(\d+)")]
    private static partial Regex ModelNumber();
}
