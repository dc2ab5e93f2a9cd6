namespace ModelDsl.Training;

/// <summary>One line for each epoch, with nothing that a file could not hold.</summary>
internal sealed class PlainDisplay(TextWriter writer) : ProgressDisplay
{
    private readonly object _gate = new();

    protected override void WriteLine(string text)
    {
        lock (_gate) // Ctrl+C writes from another thread
        {
            writer.WriteLine(text);
            writer.Flush();
        }
    }
}
