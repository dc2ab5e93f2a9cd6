using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

public sealed class MnistReaderTests : IDisposable
{
    private static readonly byte[] Pixels = TestFiles.Noise(3 * 4 * 5, seed: 1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")]
    [InlineData("", "train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz")]
    [InlineData("", "train-images.idx3-ubyte", "train-labels.idx1-ubyte")]
    [InlineData("FashionMNIST/raw/", "train-images-idx3-ubyte", "train-labels-idx1-ubyte")]
    [InlineData("raw/", "train-images-idx3-ubyte", "train-labels-idx1-ubyte")]
    public void Load_EveryLayout_ReadsPixelsAndLabels(string inside, string images, string labels)
    {
        Write(inside + images, TestFiles.Idx([3, 4, 5], Pixels));
        Write(inside + labels, TestFiles.Idx([3], [7, 0, 9]));

        Assert.True(FashionMnist.IsIn(_folder.Path));
        ImageDataset set = FashionMnist.Load(_folder.Path, DataPart.Train);

        Assert.Equal(3, set.Count);
        Assert.Equal([1, 4, 5], set.SampleShape);
        Assert.Equal("Ankle boot", set.ClassNames[9]);
        float[] sample = new float[20];
        int[] target = new int[1];
        set.Read(2, sample, target);
        Assert.Equal(9, target[0]);
        Assert.Equal(Pixels[40..].Select(p => p / 255f), sample);
        Assert.Equal(Pixels[20..40], set.Pixels(1));
        Assert.Equal(0, set.Label(1));
    }

    [Fact]
    public void Load_Part_ReadsItsOwnFiles()
    {
        Write("train-images-idx3-ubyte", TestFiles.Idx([2, 1, 1], [1, 2]));
        Write("train-labels-idx1-ubyte", TestFiles.Idx([2], [1, 2]));
        Write("t10k-images-idx3-ubyte", TestFiles.Idx([1, 1, 1], [3]));
        Write("t10k-labels-idx1-ubyte", TestFiles.Idx([1], [3]));
        Assert.Equal(2, Mnist.Load(_folder.Path, DataPart.Train).Count);
        Assert.Equal(3, Mnist.Load(_folder.Path, DataPart.Test).Label(0));
    }

    [Fact]
    public void Load_NoFolder_SaysSo()
    {
        var error = Assert.Throws<DatasetException>(() => Mnist.Load(Path.Combine(_folder.Path, "nowhere"), DataPart.Train));
        Assert.Equal("no such folder", error.Found);
    }

    [Fact]
    public void Load_LabelsMissing_NamesTheFileAndTheAdvice()
    {
        Write("train-images-idx3-ubyte.gz", TestFiles.Idx([3, 4, 5], Pixels));
        var error = Assert.Throws<DatasetException>(() => FashionMnist.Load(_folder.Path, DataPart.Train));
        Assert.Contains("train-labels-idx1-ubyte.gz", error.Expected);
        Assert.Contains("https://github.com/zalandoresearch/fashion-mnist", error.Advice);
        Assert.StartsWith(_folder.Path, error.Message);
    }

    [Fact]
    public void Load_NotIdx_ShowsTheFirstBytes()
    {
        DatasetException error = LoadImages("not a picture at all"u8.ToArray());
        Assert.Equal("6e6f7420", error.Found);
        Assert.Contains("00000803", error.Expected);
        Assert.Contains("train-images-idx3-ubyte", error.Path);
    }

    [Fact]
    public void Load_LabelsAsPictures_IsRefused() => Assert.Equal("00000801", LoadImages(TestFiles.Idx([3], [1, 2, 3])).Found);

    [Fact]
    public void Load_FloatElements_IsRefused() => Assert.Equal("00000d03", LoadImages(TestFiles.Idx([3, 4, 5], Pixels, type: 0x0D)).Found);

    [Fact]
    public void Load_Empty_IsRefused() => Assert.Equal("an empty file", LoadImages([]).Found);

    [Fact]
    public void Load_EndsInHeader_IsRefused() => Assert.Contains("ends within", LoadImages(TestFiles.Idx([3, 4, 5], Pixels)[..11]).Found);

    [Theory]
    [InlineData(0, 28, 28, "0 as size 1 of 3")]
    [InlineData(3, 0, 5, "0 as size 2 of 3")]
    [InlineData(3, 4, -1, "4294967295 as size 3 of 3")]
    public void Load_ImpossibleSize_IsRefused(int count, int height, int width, string found) =>
        Assert.Equal(found, LoadImages(TestFiles.Idx([count, height, width], Pixels)).Found);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_OneByteMissing_IsRefused(bool gzip)
    {
        byte[] file = TestFiles.Idx([3, 4, 5], Pixels[..^1]);
        DatasetException error = LoadImages(gzip ? TestFiles.Gzip(file) : file);
        Assert.EndsWith("train-images-idx3-ubyte", error.Path);
        Assert.Contains("60 bytes", error.Expected);
        Assert.Contains("not complete", error.Advice);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_OneByteTooMany_IsRefused(bool gzip)
    {
        byte[] file = TestFiles.Idx([3, 4, 5], [.. Pixels, 0]);
        DatasetException error = LoadImages(gzip ? TestFiles.Gzip(file) : file);
        Assert.Equal("more bytes after them", error.Found);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_LyingHeader_IsRefusedBeforeReading(bool gzip)
    {
        byte[] file = TestFiles.Idx([30_000, 200, 300], Pixels); // 1.8 GB
        DatasetException error = LoadImages(gzip ? TestFiles.Gzip(file) : file);
        Assert.Contains("1800000000 bytes", error.Expected);
        Assert.EndsWith("which cannot hold them", error.Found);
    }

    [Fact]
    public void Load_LyingHeaderThatGzipCouldHold_IsRefusedWithoutTheMemory()
    {
        // 60 KB of gzip can hold 60 MB, so only reading shows that it does not.
        byte[] file = TestFiles.Gzip(TestFiles.Idx([1_000, 200, 250], TestFiles.Noise(60_000, seed: 4)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("only 60000", LoadImages(file).Found);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void Load_SizesBeyondAnyFile_IsRefused() =>
        Assert.Contains("9223372036854775807", LoadImages(TestFiles.Idx([int.MaxValue, int.MaxValue, int.MaxValue], Pixels)).Message);

    [Fact]
    public void Load_GzipCutOff_IsRefused()
    {
        byte[] file = TestFiles.Gzip(TestFiles.Idx([30, 40, 50], TestFiles.Noise(60_000, seed: 2)));
        foreach (int length in new[] { 2, 10, 30, file.Length / 2, file.Length - 8, file.Length - 1 })
            Assert.Equal("whole gzip data", LoadImages(file[..length]).Expected);
    }

    [Fact]
    public void Load_GzipDamaged_IsRefused()
    {
        byte[] file = TestFiles.Gzip(TestFiles.Idx([30, 40, 50], TestFiles.Noise(60_000, seed: 3)));
        file[^6] ^= 1; // in the checksum
        Assert.Contains("damage", LoadImages(file).Found);
    }

    [Fact]
    public void Load_LabelBeyondTheClasses_SaysWhich()
    {
        Write("train-images-idx3-ubyte", TestFiles.Idx([3, 4, 5], Pixels));
        Write("train-labels-idx1-ubyte", TestFiles.Idx([3], [7, 10, 9]));
        var error = Assert.Throws<DatasetException>(() => Mnist.Load(_folder.Path, DataPart.Train));
        Assert.Equal("labels from 0 to 9", error.Expected);
        Assert.Equal("10 as label 2 of 3", error.Found);
    }

    [Fact]
    public void Load_OtherNumberOfLabels_IsRefused()
    {
        Write("train-images-idx3-ubyte", TestFiles.Idx([3, 4, 5], Pixels));
        Write("train-labels-idx1-ubyte", TestFiles.Idx([2], [7, 1]));
        var error = Assert.Throws<DatasetException>(() => Mnist.Load(_folder.Path, DataPart.Train));
        Assert.Contains("3 labels", error.Expected);
        Assert.Equal("2", error.Found);
    }

    private DatasetException LoadImages(byte[] images)
    {
        _folder.Write("train-images-idx3-ubyte", images);
        Write("train-labels-idx1-ubyte", TestFiles.Idx([3], [7, 0, 9]));
        return Assert.Throws<DatasetException>(() => Mnist.Load(_folder.Path, DataPart.Train));
    }

    /// <summary>Packs what has a packed name.</summary>
    private void Write(string name, byte[] content) => _folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? TestFiles.Gzip(content) : content);
}
