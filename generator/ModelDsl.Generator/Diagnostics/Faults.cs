namespace ModelDsl.Generator.Diagnostics;

/// <summary>Turns an exception inside the compiler, which should never happen, into a diagnostic that names the model.</summary>
internal static class Faults
{
    public static Problem Describe(string model, Exception exception)
        => new(Descriptors.InternalFault, Site.Type, new[] { model, $"{exception.GetType().Name}: {FirstLine(exception.Message)}, at {Place(exception)}" });

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r', '.');

    /// <summary>The innermost method, without files and lines: those differ between machines.</summary>
    private static string Place(Exception exception)
    {
        string frame = exception.StackTrace?.Split('\n')[0].Trim() ?? "an unknown place";
        int file = frame.IndexOf(" in ", StringComparison.Ordinal);
        if (file > 0) frame = frame.Substring(0, file);
        return frame.StartsWith("at ", StringComparison.Ordinal) ? frame.Substring(3) : frame;
    }
}
