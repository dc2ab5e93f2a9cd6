using ModelDsl.Generator.Tests.Testing;
using Xunit.Sdk;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>The snapshot helper itself: a helper that never fails would make every snapshot test worthless.</summary>
public sealed class GoldenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("golden").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Verify_SameText_PassesAndRemovesWhatWasReceived()
    {
        await Write("T.M#Net.g.verified.cs", "//HintName: Net.g.cs\nclass Net;");
        await Write("T.M#Net.g.received.cs", "old");
        await Golden.VerifyIn(_folder, "T.M", Files("class Net;"));
        Assert.False(File.Exists(Path.Combine(_folder, "T.M#Net.g.received.cs")));
    }

    [Fact]
    public async Task Verify_OtherText_FailsAndKeepsWhatWasReceived()
    {
        await Write("T.M#Net.g.verified.cs", "//HintName: Net.g.cs\nclass Net;");
        TrueException failure = await Assert.ThrowsAsync<TrueException>(() => Golden.VerifyIn(_folder, "T.M", Files("class Other;")));
        Assert.Contains("differs from line 2", failure.Message);
        Assert.Equal("//HintName: Net.g.cs\nclass Other;", await File.ReadAllTextAsync(Path.Combine(_folder, "T.M#Net.g.received.cs")));
    }

    [Fact]
    public async Task Verify_NewOrMissingFile_Fails()
    {
        await Write("T.M#Gone.g.verified.cs", "x");
        TrueException failure = await Assert.ThrowsAsync<TrueException>(() => Golden.VerifyIn(_folder, "T.M", Files("class Net;")));
        Assert.Contains("T.M#Net.g.verified.cs does not exist yet", failure.Message);
        Assert.Contains("T.M#Gone.g.verified.cs is no longer emitted", failure.Message);
    }

    private static Dictionary<string, string> Files(string text) => new() { ["Net.g.cs"] = text };

    private Task Write(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);
}
