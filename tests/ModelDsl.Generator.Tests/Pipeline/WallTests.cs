using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>Symbols and syntax stay in front of the wall: behind Declaration, nothing of the compiler knows Roslyn.</summary>
public class WallTests
{
    // The front doors, which hand the declaration over.
    private static readonly string[] Doors = ["ModelAnalyzer.cs", "ModelGenerator.cs"];

    // A kind of problem is data, whoever finds it.
    private static readonly string[] Allowed = ["DiagnosticDescriptor", "DiagnosticSeverity"];

    [Fact]
    public void Stages_BehindDeclaration_KnowNoSymbolsAndNoSyntax()
    {
        CSharpCompilation compilation = CompileGenerator();
        List<string> breaches = [];
        int files = 0;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            string path = tree.FilePath.Replace('\\', '/');
            if (path.StartsWith("Declaration/", StringComparison.Ordinal) || Doors.Contains(path)) continue;
            files++;
            breaches.AddRange(Mentions(compilation.GetSemanticModel(tree)).Distinct().Select(name => $"{path}: {name}"));
        }
        Assert.True(files > 50, "the generator's sources were not found");
        Assert.Empty(breaches);
    }

    [Fact]
    public void Wall_WithAHole_IsNoticed()
    {
        CSharpCompilation compilation = CompileGenerator();
        SyntaxTree reader = compilation.SyntaxTrees.Single(tree => tree.FilePath.Replace('\\', '/') == "Declaration/ModelReader.cs");
        Assert.Contains("INamedTypeSymbol", Mentions(compilation.GetSemanticModel(reader)));
    }

    private static IEnumerable<string> Mentions(SemanticModel model)
        => from name in model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
           let symbol = model.GetSymbolInfo(name).Symbol
           let type = symbol as INamedTypeSymbol ?? (symbol as IMethodSymbol)?.ContainingType ?? (symbol as IPropertySymbol)?.Type as INamedTypeSymbol
           where type?.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true
           where !Allowed.Contains(type.Name)
           select type.Name;

    private static CSharpCompilation CompileGenerator()
    {
        string folder = Path.Combine(Repository.Root, "generator", "ModelDsl.Generator");
        IEnumerable<string> files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(file => !file.StartsWith("obj", StringComparison.Ordinal) && !file.StartsWith("bin", StringComparison.Ordinal));
        const string usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";
        ImmutableArray<MetadataReference> references =
        [
            .. Sources.References,
            MetadataReference.CreateFromFile(typeof(ISymbol).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(CSharpCompilation).Assembly.Location),
        ];
        CSharpCompilation compilation = CSharpCompilation.Create("Generator",
            [.. files.Select(file => Sources.Parse(File.ReadAllText(Path.Combine(folder, file)), file)), Sources.Parse(usings, "Usings.cs")],
            references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        // Without this, names that do not bind would look innocent.
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }
}
