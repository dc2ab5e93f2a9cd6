namespace ModelDsl.Training;

/// <summary>Shows nothing.</summary>
internal sealed class SilentDisplay : ProgressDisplay
{
    protected override void WriteLine(string text)
    {
    }
}
