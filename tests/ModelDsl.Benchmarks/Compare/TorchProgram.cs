using System.Diagnostics;

namespace ModelDsl.Benchmarks.Compare;

/// <summary>The program that runs libtorch, made when it is first needed: it takes 600 MB, and only comparisons use it.</summary>
internal static class TorchProgram
{
    private const string Name = "ModelDsl.Benchmarks.Torch";

    /// <returns>The program's dll, or null, with the reason, where it does not run.</returns>
    public static string? Prepare(CaseProbe probe, out string reason)
    {
        if (FindProject() is not { } project)
        {
            reason = $"its project, tests/{Name}, is not in a folder above {AppContext.BaseDirectory}";
            return null;
        }
        string folder = Path.Combine(project, "bin", "Release", "net10.0"), program = Path.Combine(folder, Name + ".dll");
        if (!IsCurrent(project, program))
        {
            Console.WriteLine($"Building {Name}; the first time downloads libtorch, about 600 MB.");
            if (!Build(project, out reason)) return null;
        }
        if (probe(program, out reason)) return program;
        if (reason.Contains("GLIBCXX", StringComparison.Ordinal))
        {
            Console.WriteLine("libstdc++ of this system is older than TorchSharp asks for: its copy of the library is marked to do without.");
            LibraryPatch.ApplyTo(folder);
            if (probe(program, out reason)) return program;
        }
        return null;
    }

    /// <summary>Starts the program once.</summary>
    public delegate bool CaseProbe(string program, out string reason);

    private static string? FindProject()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string project = Path.Combine(folder.FullName, "tests", Name);
            if (Directory.Exists(project)) return project;
        }
        return null;
    }

    /// <summary>Whether no source is newer, of its own or of those that it shares.</summary>
    private static bool IsCurrent(string project, string program)
    {
        if (!File.Exists(program)) return false;
        DateTime built = File.GetLastWriteTimeUtc(program);
        string shared = Path.Combine(project, "..", "ModelDsl.Benchmarks", "Worker");
        return Directory.EnumerateFiles(project).Concat(Directory.EnumerateFiles(shared)).All(source => File.GetLastWriteTimeUtc(source) <= built);
    }

    private static bool Build(string project, out string reason)
    {
        ProcessStartInfo start = new("dotnet", ["build", "-c", "Release", "--nologo", "-v", "quiet", project]) { RedirectStandardOutput = true };
        // What this program was started with belongs to its own build.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        using Process build = Process.Start(start)!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        reason = build.ExitCode == 0 ? "" : $"its build failed:\n{output}";
        if (build.ExitCode != 0) return false;
        // An unchanged build keeps the old time, and would be tried again.
        File.SetLastWriteTimeUtc(Path.Combine(project, "bin", "Release", "net10.0", Name + ".dll"), DateTime.UtcNow);
        return true;
    }
}
