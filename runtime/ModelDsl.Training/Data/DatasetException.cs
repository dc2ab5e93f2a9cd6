namespace ModelDsl.Training;

/// <summary>A data file is missing, damaged or not what it was taken for. The message says which, what was expected, what was found, and what to do.</summary>
public sealed class DatasetException : IOException
{
    /// <summary>Describes what is wrong with a file.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="expected">What a good file would hold.</param>
    /// <param name="found">What is there instead.</param>
    /// <param name="advice">What to do about it: whole sentences.</param>
    /// <param name="innerException">What the damage was noticed by, if it was an exception.</param>
    public DatasetException(string path, string expected, string found, string advice, Exception? innerException = null)
        : base($"{path}: expected {expected}, found {found}. {advice}", innerException)
    {
        Path = path;
        Expected = expected;
        Found = found;
        Advice = advice;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>What a good file would hold.</summary>
    public string Expected { get; }

    /// <summary>What is there instead.</summary>
    public string Found { get; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; }
}
