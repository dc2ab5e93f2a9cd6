using System.Text.RegularExpressions;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>What the README shows of emitted code is emitted for the network that it shows first.</summary>
public partial class ReadmeTests
{
    [Fact]
    public void Readme_EmittedCode_IsThatOfItsFirstNetwork()
    {
        string[] blocks = [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(match => match.Groups["code"].Value)];
        string declaration = blocks.First(block => block.Contains("partial class FashionNet", StringComparison.Ordinal));
        string shown = blocks.First(block => block.Contains("private void Conv1(", StringComparison.Ordinal));
        string[] emitted = [.. Generation.Run(declaration).Files().Values.SelectMany(text => text.Split('\n')).Select(line => line.Trim())];
        Assert.All(shown.Split('\n').Select(line => line.Trim()).Where(line => line is not ("" or "…")), line =>
        {
            // … stands for what is left out: of a line too.
            string pattern = "^" + string.Join(".*", line.Split('…').Select(part => Regex.Escape(part.Trim()))) + "$";
            Assert.Contains(emitted, candidate => Regex.IsMatch(candidate, pattern));
        });
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
