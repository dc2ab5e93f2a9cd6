namespace ModelDsl;

/// <summary>Writes files whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a new file beside the old one, flushes it to the disk, and puts it in the old one's place in one move.
    /// If anything fails, the old file is as it was and nothing is left of the new one.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the contents.</param>
    /// <exception cref="IOException">It cannot be written; also if the folder does not exist, or may not be written in.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new IOException($"cannot write '{path}': it is a folder");
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"cannot write '{path}': there is no folder '{folder}'");
        if (Directory.Exists(target)) throw new IOException($"cannot write '{path}': it is a folder");

        string temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception failure)
        {
            // Deleting what is not there is no error; if it cannot be deleted, the first error is the one to report.
            try
            {
                File.Delete(temporary);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
            }
            if (failure is UnauthorizedAccessException)
                throw new IOException($"cannot write '{path}': no permission to create or replace it in '{folder}'; choose another folder, or allow writing in this one", failure);
            throw;
        }
    }
}
