namespace ModelDsl.Training;

/// <summary>The course of a training.</summary>
public sealed class History
{
    internal History(IReadOnlyList<EpochResult> epochs, StopReason stopReason, TimeSpan duration)
    {
        Epochs = epochs;
        StopReason = stopReason;
        Duration = duration;
    }

    /// <summary>What each finished epoch brought.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>The epoch with the best validation, or null without validation.</summary>
    public EpochResult? Best => Epochs.LastOrDefault(epoch => epoch.IsBest);

    /// <summary>Why the training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>How long it took, with the validations.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Draws the curves of loss and accuracy over the epochs into a PNG file. The file is written whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <exception cref="InvalidOperationException">There is no finished epoch to draw.</exception>
    public void SavePlot(string path, int width = 1000, int height = 420)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 200);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 150);
        if (Epochs.Count == 0)
            throw new InvalidOperationException("there is no finished epoch to draw");
        byte[] png = HistoryPlot.RenderPng(Epochs, width, height);
        AtomicFile.Write(path, stream => stream.Write(png));
    }
}
