using ModelDsl.Training;
using SkiaSharp;

namespace ModelDsl.Runtime.Tests.Training;

public sealed class HistoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Best_LastOfTheRecords_OrNone()
    {
        Assert.Equal(2, Make((1, true), (0.5, true), (0.7, false)).Best!.Number);
        Assert.Null(Make((1, false)).Best);
    }

    [Fact]
    public void SavePlot_Curves_WritesAPictureWithBothColours()
    {
        string path = Path.Combine(_folder.Path, "curves.png");
        File.WriteAllText(path, "an old file");
        Make((1, true), (0.5, true), (0.7, false)).SavePlot(path, 900, 400);
        using SKBitmap picture = SKBitmap.Decode(path);
        Assert.Equal((900, 400), (picture.Width, picture.Height));
        Assert.True(Count(picture, new SKColor(0x1f, 0x77, 0xb4), 0, 450) > 100, "the training loss is not on the left");
        Assert.True(Count(picture, new SKColor(0xd9, 0x5f, 0x02), 0, 450) > 100, "the validation loss is not on the left");
        Assert.True(Count(picture, new SKColor(0xd9, 0x5f, 0x02), 450, 900) > 100, "the accuracy is not on the right");
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void SavePlot_OneEpochOrLossesThatAreNotNumbers_StillDraws()
    {
        Make((1, true)).SavePlot(Path.Combine(_folder.Path, "one.png"));
        Make((double.NaN, false), (double.PositiveInfinity, false)).SavePlot(Path.Combine(_folder.Path, "nan.png"));
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "*.png").Length);
    }

    [Fact]
    public void SavePlot_NoSuchFolder_LeavesNothing()
    {
        Assert.Throws<DirectoryNotFoundException>(() => Make((1, true)).SavePlot(Path.Combine(_folder.Path, "none", "curves.png")));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "curves.png"));
        Assert.ThrowsAny<Exception>(() => Make((1, true)).SavePlot(Path.Combine(_folder.Path, "curves.png")));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void SavePlot_NoEpoch_SaysSo() =>
        Assert.Throws<InvalidOperationException>(() => Make().SavePlot(Path.Combine(_folder.Path, "curves.png")));

    private static int Count(SKBitmap picture, SKColor color, int left, int right)
    {
        int count = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = left; x < right; x++)
                count += picture.GetPixel(x, y) == color ? 1 : 0;
        }

        return count;
    }

    private static History Make(params (double ValidationLoss, bool IsBest)[] epochs) => new(
        [
            .. epochs.Select((epoch, i) => new EpochResult
            {
                Number = i + 1,
                Loss = 2.0 / (i + 1),
                ValidationLoss = epoch.ValidationLoss,
                ValidationAccuracy = 0.9 - 0.1 * epoch.ValidationLoss,
                LearningRate = 0.1,
                Duration = TimeSpan.FromSeconds(1),
                SamplesPerSecond = 100,
                IsBest = epoch.IsBest,
            }),
        ],
        StopReason.Finished,
        TimeSpan.FromSeconds(epochs.Length));
}
