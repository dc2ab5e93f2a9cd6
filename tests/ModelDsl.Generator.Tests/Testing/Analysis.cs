using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelDsl.Generator.Tests.Testing;

/// <summary>Runs the analyzer on texts.</summary>
internal static class Analysis
{
    /// <summary>What the analyzer says about the texts, in the order of the source; without the shapes, which every sound model gets.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(params string[] texts)
        => [.. (await DiagnosticsAsync(Sources.Compile(texts))).Where(diagnostic => diagnostic.Id is not ("MDSL0110" or "MDSL0130")).Select(Finding.Of)];

    /// <summary>Expects exactly one finding.</summary>
    public static async Task ExpectAsync(string text, string id, string underlined, string message)
    {
        Finding finding = Assert.Single(await FindAsync(text));
        Assert.Equal((id, underlined, message), (finding.Id, finding.Text, finding.Message));
    }

    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(CSharpCompilation compilation)
    {
        List<Exception> crashes = [];
        CompilationWithAnalyzersOptions options = new(new AnalyzerOptions([]), (exception, _, _) => crashes.Add(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new ModelAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
        Assert.Empty(crashes);
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}
