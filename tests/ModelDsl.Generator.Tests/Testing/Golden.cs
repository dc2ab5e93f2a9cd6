using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generator.Tests.Testing;

/// <summary>
/// Compares emitted files with verified ones, as Verify.SourceGenerators does: <c>_snapshots/{Class}.{Method}#{HintName}.verified.cs</c>
/// beside the test. A difference leaves <c>.received.cs</c> there; move it over the verified file, or run the tests with
/// <c>MODELDSL_ACCEPT=1</c>, to accept what was emitted.
/// </summary>
internal static class Golden
{
    private const string AcceptVariable = "MODELDSL_ACCEPT";

    /// <param name="driver">The generator, after it ran.</param>
    /// <param name="ignoreGeneratedResult">Which files, by hint name, are not compared.</param>
    /// <param name="file">The test's file.</param>
    /// <param name="method">The test.</param>
    public static Task Verify(GeneratorDriver driver, Func<string, bool>? ignoreGeneratedResult = null, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
        => VerifyIn(
            Path.Combine(Path.GetDirectoryName(file)!, "_snapshots"),
            $"{Path.GetFileNameWithoutExtension(file)}.{method}",
            driver.Files().Where(emitted => ignoreGeneratedResult?.Invoke(emitted.Key) != true).ToDictionary());

    internal static async Task VerifyIn(string folder, string test, IReadOnlyDictionary<string, string> files)
    {
        bool accept = Environment.GetEnvironmentVariable(AcceptVariable) == "1";
        Directory.CreateDirectory(folder);
        StringBuilder differences = new();
        HashSet<string> expected = [.. Directory.GetFiles(folder, $"{test}#*.verified.cs")];
        foreach ((string hintName, string text) in files)
        {
            string name = Path.Combine(folder, $"{test}#{Path.GetFileNameWithoutExtension(hintName)}");
            string verified = name + ".verified.cs", received = name + ".received.cs";
            string content = $"//HintName: {hintName}\n{text}";
            expected.Remove(verified);
            string? known = File.Exists(verified) ? await File.ReadAllTextAsync(verified) : null;
            if (known == content)
            {
                File.Delete(received);
                continue;
            }
            await File.WriteAllTextAsync(accept ? verified : received, content);
            if (!accept) differences.AppendLine(Describe(Path.GetFileName(verified), known, content));
        }
        foreach (string stale in expected)
        {
            if (accept) File.Delete(stale);
            else differences.AppendLine($"{Path.GetFileName(stale)} is no longer emitted.");
        }
        Assert.True(differences.Length == 0, differences.ToString());
    }

    private static string Describe(string file, string? known, string received)
    {
        if (known is null) return $"{file} does not exist yet; the emitted text lies beside it as .received.cs.";
        string[] was = known.Split('\n'), now = received.Split('\n');
        int line = 0;
        while (line < Math.Min(was.Length, now.Length) && was[line] == now[line]) line++;
        return $"{file} differs from line {line + 1}:\n  verified: {was.ElementAtOrDefault(line)}\n  received: {now.ElementAtOrDefault(line)}";
    }
}
