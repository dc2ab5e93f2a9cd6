using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>Every example of the page on the language compiles, without a word from the analyzer.</summary>
public partial class LanguagePageTests
{
    public static TheoryData<int> Examples() => [.. Enumerable.Range(0, Texts.Length)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task LanguagePage_Example_CompilesWithoutProblems(int index)
    {
        string text = Texts[index];
        Assert.Empty(await Analysis.FindAsync(text));
        CSharpCompilation compilation = Sources.Compile(text);
        Generation.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        Assert.Empty(generated.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
    }

    private static string[] Texts { get; } = [.. Example().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "language.md"))).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();
}
