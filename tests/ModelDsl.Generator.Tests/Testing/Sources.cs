using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelDsl.Generator.Tests.Testing;

/// <summary>Compiles C# texts of tests against .NET 10 and the library.</summary>
internal static class Sources
{
    private const string Usings = "global using ModelDsl; global using static ModelDsl.TensorFunctions; global using System; global using System.Collections.Generic; global using System.Linq;";

    public static ImmutableArray<MetadataReference> References { get; } =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location)];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    /// <summary>A compilation of the texts, with the library's namespace in use.</summary>
    public static CSharpCompilation Compile(params string[] texts)
        => CSharpCompilation.Create("Tests", [.. texts.Append(Usings).Select((text, i) => Parse(text, $"File{i}.cs"))], References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    /// <summary>A model with these attributes, without its <c>[Model]</c>.</summary>
    public static string Model(string attributes) => $"[Model]\n{attributes}\npublic partial class Net;\n";
}
