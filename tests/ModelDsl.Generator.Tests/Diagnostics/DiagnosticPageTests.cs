using System.Text.RegularExpressions;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>Every diagnostic has a page, and the examples on the pages are true.</summary>
public partial class DiagnosticPageTests
{
    // An internal fault has no example, and shapes are no fault.
    private static readonly string[] WithoutExamples = ["MDSL0001", "MDSL0110", "MDSL0130"];

    // Raised by the package's build files: ModelDsl.Package.Tests has their tests.
    private static readonly string[] FromBuildFiles = ["MDSL0301", "MDSL0302"];

    public static TheoryData<string> WithExamples() => [.. Descriptors.All.Select(descriptor => descriptor.Id).Except(WithoutExamples)];

    [Fact]
    public void Descriptors_HavePagesWithTheirTitlesAndLinks()
    {
        foreach (Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor in Descriptors.All)
        {
            Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}\n", Page(descriptor.Id));
            Assert.EndsWith($"docs/diagnostics/{descriptor.Id}.md", descriptor.HelpLinkUri);
            Assert.Contains($"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.DefaultSeverity} | {descriptor.Title} |", Page("README"));
        }
    }

    [Fact]
    public void Pages_AllBelongToDescriptors()
        => Assert.Equal(
            Descriptors.All.Select(descriptor => descriptor.Id).Concat(FromBuildFiles).Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder, "MDSL*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(WithExamples))]
    public async Task Page_InvalidExample_RaisesWhatThePageQuotes(string id)
    {
        Finding finding = (await Analysis.FindAsync(Example(id, "Invalid"))).First(found => found.Id == id);
        Assert.Contains($"\n> {id}: {finding.Message}\n", Page(id));
    }

    [Theory]
    [MemberData(nameof(WithExamples))]
    public async Task Page_FixedExample_IsClean(string id)
    {
        string example = Example(id, "Fixed");
        Assert.Empty(await Analysis.FindAsync(example));
        Assert.NotNull(Models.Read(example).Spec);
    }

    private static string Folder { get; } = Path.Combine(Repository.Root, "docs", "diagnostics");

    private static string Page(string id) => File.ReadAllText(Path.Combine(Folder, id + ".md"));

    private static string Example(string id, string heading)
    {
        Match match = ExampleOf().Matches(Page(id)).Single(found => found.Groups["heading"].Value == heading);
        return match.Groups["code"].Value;
    }

    [GeneratedRegex(@"^## (?<heading>\w+)\n\n```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ExampleOf();
}
