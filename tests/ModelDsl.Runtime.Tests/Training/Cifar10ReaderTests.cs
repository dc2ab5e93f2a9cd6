using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

public sealed class Cifar10ReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin/")]
    public void Load_BothFolders_ReadsRecordsInOrder(string inside)
    {
        byte[][] files = [.. Enumerable.Range(1, 5).Select(i => TestFiles.Cifar(i, (byte)i, (byte)(i + 4)))];
        for (int i = 0; i < 5; i++)
            _folder.Write($"{inside}data_batch_{i + 1}.bin", files[i]);
        _folder.Write($"{inside}test_batch.bin", TestFiles.Cifar(9, 3, 8));

        Assert.True(Cifar10.IsIn(_folder.Path));
        ImageDataset train = Cifar10.Load(_folder.Path, DataPart.Train, recordsPerFile: 2);
        Assert.Equal(10, train.Count);
        Assert.Equal([3, 32, 32], train.SampleShape);
        Assert.Equal([1, 5, 2, 6, 3, 7, 4, 8, 5, 9], Enumerable.Range(0, 10).Select(train.Label));
        Assert.Equal(files[2][(3073 + 1)..], train.Pixels(5));
        ImageDataset test = Cifar10.Load(_folder.Path, DataPart.Test, recordsPerFile: 2);
        Assert.Equal(["cat", "ship"], [test.ClassNames[test.Label(0)], test.ClassNames[test.Label(1)]]);
    }

    [Fact]
    public void Load_PublicMethod_WantsTenThousandRecords()
    {
        _folder.Write("test_batch.bin", TestFiles.Cifar(9, 3, 8));
        var error = Assert.Throws<DatasetException>(() => Cifar10.Load(_folder.Path, DataPart.Test));
        Assert.Contains("30730000 bytes", error.Expected);
        Assert.Contains("record 3", error.Found);
    }

    [Fact]
    public void Load_OneFileMissing_NamesIt()
    {
        foreach (int i in new[] { 1, 2, 4, 5 })
            _folder.Write($"data_batch_{i}.bin", TestFiles.Cifar(i, 0, 1));
        var error = Assert.Throws<DatasetException>(() => Cifar10.Load(_folder.Path, DataPart.Train, recordsPerFile: 2));
        Assert.EndsWith("data_batch_3.bin", error.Path);
        Assert.Equal("no such file", error.Found);
        Assert.Contains("https://www.cs.toronto.edu/~kriz/cifar.html", error.Advice);
    }

    [Fact]
    public void Load_PythonVersion_SaysSo()
    {
        _folder.Write("cifar-10-batches-py/batches.meta", [1]);
        Assert.False(Cifar10.IsIn(_folder.Path));
        var error = Assert.Throws<DatasetException>(() => Cifar10.Load(_folder.Path, DataPart.Train));
        Assert.Equal("the version for Python", error.Found);
    }

    [Fact]
    public void Load_StillPacked_SaysSo()
    {
        _folder.Write("cifar-10-binary.tar.gz", [1]);
        Assert.Equal("only the packed archive", Assert.Throws<DatasetException>(() => Cifar10.Load(_folder.Path, DataPart.Train)).Found);
    }

    [Theory]
    [InlineData(-1, "ends within record 2")]
    [InlineData(-3072, "ends within record 2")]
    [InlineData(-3073, "ends within record 2")]
    [InlineData(1, "more bytes after them")]
    public void Load_OtherLength_IsRefused(int change, string found)
    {
        byte[] file = TestFiles.Cifar(9, 3, 8);
        Array.Resize(ref file, file.Length + change);
        _folder.Write("test_batch.bin", file);
        Assert.Contains(found, Assert.Throws<DatasetException>(() => Cifar10.Load(_folder.Path, DataPart.Test, recordsPerFile: 2)).Found);
    }

    [Fact]
    public void Load_LabelBeyondTheClasses_IsRefused()
    {
        _folder.Write("test_batch.bin", TestFiles.Cifar(9, 3, 10));
        var error = Assert.Throws<DatasetException>(() => Cifar10.Load(_folder.Path, DataPart.Test, recordsPerFile: 2));
        Assert.Equal("10 as label 2 of 2", error.Found);
    }
}
