namespace ModelDsl.Runtime.Tests.Training;

/// <summary>Files of the repository that tests read in place.</summary>
internal static class RepositoryFiles
{
    public static string Find(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ModelDsl.sln")))
                return Path.Combine(folder.FullName, path);
        }

        throw new InvalidOperationException($"no ModelDsl.sln above {AppContext.BaseDirectory}");
    }
}
