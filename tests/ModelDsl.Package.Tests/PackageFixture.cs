using System.Reflection;

namespace ModelDsl.Package.Tests;

/// <summary>Packs the library into a feed of its own, under a version that nobody has seen before: package caches cannot answer with another.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    private const string VersionBase = "0.1.0-test";

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of this run; deleted at its end.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("modeldsl-package-").FullName;

    /// <summary>The version of the package.</summary>
    public string Version { get; } = $"{VersionBase}.{DateTime.UtcNow.Ticks}";

    /// <summary>Makes a folder that restores from the feed, and from the sources of the machine for anything else.</summary>
    public string NewFolder(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="modeldsl-test" value="{Path.Combine(Folder, "feed")}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    async Task IAsyncLifetime.InitializeAsync()
    {
        string configuration = typeof(PackageFixture).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await Shell.RunAsync(
            Root, "dotnet", "pack", "runtime/ModelDsl/ModelDsl.csproj", "-c", configuration, "--no-build", "-o", Path.Combine(Folder, "feed"), $"-p:PackageVersion={Version}");
    }

    Task IAsyncLifetime.DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string cached = Path.Combine(cache, "modeldsl", Version);
        if (Directory.Exists(cached)) Directory.Delete(cached, recursive: true);
        return Task.CompletedTask;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ModelDsl.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"no ModelDsl.sln above {AppContext.BaseDirectory}");
    }
}
