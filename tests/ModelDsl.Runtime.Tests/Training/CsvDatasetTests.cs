using System.Text;
using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

public sealed class CsvDatasetTests : IDisposable
{
    private static readonly CsvOptions NoHeader = new() { HasHeader = false };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadClasses_Indices_AreTakenAsTheyAre(bool gzip)
    {
        byte[] text = "1,2.5,-3e-2,7\r\n4,5,6,0\r\n\r\n"u8.ToArray();
        string path = _folder.Write(gzip ? "a.csv.gz" : "a.csv", gzip ? TestFiles.Gzip(text) : text);
        TensorDataset<int> set = CsvDataset.ReadClasses(path, NoHeader);
        Assert.Equal([1, 2.5f, -0.03f, 4, 5, 6], set.Samples);
        Assert.Equal([7, 0], set.Targets);
        Assert.Equal([3], set.SampleShape);
        Assert.Empty(set.ClassNames);
    }

    [Fact]
    public void ReadClasses_Names_BecomeIndicesInOrdinalOrder()
    {
        string path = Write("length,kind\n1, owl \n2,ant\n3,\"cat, wild\"\n4,ant\n");
        TensorDataset<int> set = CsvDataset.ReadClasses(path);
        Assert.Equal(["ant", "cat, wild", "owl"], set.ClassNames);
        Assert.Equal([2, 0, 1, 0], set.Targets);
    }

    [Fact]
    public void ReadClasses_GivenNames_AcceptsNameOrIndex()
    {
        string path = Write("1,no\n2,1\n3,1.0\n");
        TensorDataset<int> set = CsvDataset.ReadClasses(path, NoHeader with { ClassNames = ["no", "yes"] });
        Assert.Equal([0, 1, 1], set.Targets);
    }

    [Fact]
    public void ReadClasses_GivenNamesAndAnother_SaysWhere()
    {
        string path = Write("1,no\n\n2,2\n");
        var error = Assert.Throws<DatasetException>(() => CsvDataset.ReadClasses(path, NoHeader with { ClassNames = ["no", "yes"] }));
        Assert.Contains("no, yes in line 3, column 2", error.Expected);
        Assert.Equal("'2'", error.Found);
    }

    [Fact]
    public void ReadValues_FirstColumnAndShape_AreSplit()
    {
        string path = Write("y;a;b;c;d\n0.5;1;2;3;4\n-1;5;6;7;8\n");
        TensorDataset<float> set = CsvDataset.ReadValues(path, new CsvOptions { Delimiter = ';', TargetColumn = 0, SampleShape = [1, 2, 2] });
        Assert.Equal([0.5f, -1], set.Targets);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], set.Samples);
        Assert.Equal([1, 2, 2], set.SampleShape);
    }

    [Fact]
    public void ReadValues_TargetColumnInTheMiddle_IsTakenOut()
    {
        TensorDataset<float> set = CsvDataset.ReadValues(Write("1,2,3\n4,5,6\n"), NoHeader with { TargetColumn = 1 });
        Assert.Equal([1, 3, 4, 6], set.Samples);
        Assert.Equal([2, 5], set.Targets);
    }

    [Fact]
    public void ReadClasses_SkippedLines_ArePassedOver()
    {
        TensorDataset<int> set = CsvDataset.ReadClasses(Write("2,1,red,green\n1,0\n2,1\n"), NoHeader with { SkippedLines = 1, ClassNames = ["red", "green"] });
        Assert.Equal([1, 2], set.Samples);
    }

    [Theory]
    [InlineData("a,b\n1,2\n1,x2,3\n", "2 cells in line 3, as in the first line", "3")]
    [InlineData("a,b\n1,2\n5\n", "2 cells in line 3, as in the first line", "1")]
    [InlineData("a,b\n1,2\nx2,3\n", "a finite number in line 3, column 1 ('a')", "'x2'")]
    [InlineData("a,b\n,3\n", "a finite number in line 2, column 1 ('a')", "nothing")]
    [InlineData("a,b\nNaN,3\n", "a finite number in line 2, column 1 ('a')", "'NaN'")]
    [InlineData("a,b\n1e99,3\n", "a finite number in line 2, column 1 ('a')", "'1e99'")]
    [InlineData("a,b\n1,2\n2,zwei\n", "a finite number in line 3, column 2 ('b')", "'zwei'")]
    [InlineData("1,2\n3,4\n", "the names of the columns in line 1", "only numbers")]
    [InlineData("a;b\n1;2\n", "at least 2 cells separated by ',' in line 1", "1")]
    [InlineData("a,b\n", "a table", "no line with data")]
    [InlineData("", "a table", "no line with data")]
    public void ReadValues_BadTable_SaysWhatAndWhere(string text, string expected, string found)
    {
        var error = Assert.Throws<DatasetException>(() => CsvDataset.ReadValues(Write(text)));
        Assert.Equal(expected, error.Expected);
        Assert.Equal(found, error.Found);
        Assert.NotEmpty(error.Advice);
    }

    [Fact]
    public void ReadValues_QuoteNeverClosed_IsRefused() =>
        Assert.Contains("line 2", Assert.Throws<DatasetException>(() => CsvDataset.ReadValues(Write("a,b\n\"1,2\n3,4\n"))).Found);

    [Fact]
    public void ReadValues_ShapeThatDoesNotFit_IsRefused()
    {
        var error = Assert.Throws<DatasetException>(() => CsvDataset.ReadValues(Write("1,2,3\n"), NoHeader with { SampleShape = [1, 3, 1] }));
        Assert.Contains("3 columns beside the target, as the sample shape 1×3×1 needs", error.Expected);
        Assert.Equal("2", error.Found);
    }

    [Fact]
    public void ReadValues_NoSuchTargetColumn_IsRefused() =>
        Assert.Equal("2 columns", Assert.Throws<DatasetException>(() => CsvDataset.ReadValues(Write("1,2\n"), NoHeader with { TargetColumn = ^3 })).Found);

    [Fact]
    public void ReadValues_GzipCutOff_IsRefused()
    {
        // All rows are there: only the end of the gzip data is missing.
        byte[] file = TestFiles.Gzip("a,b\n1,2\n3,4\n"u8.ToArray());
        string path = _folder.Write("a.csv.gz", file[..^8]);
        Assert.Contains("gzip", Assert.Throws<DatasetException>(() => CsvDataset.ReadValues(path)).Expected);
    }

    [Fact]
    public void ReadValues_NoFile_SaysSo() =>
        Assert.Equal("no such file", Assert.Throws<DatasetException>(() => CsvDataset.ReadValues(Path.Combine(_folder.Path, "none.csv"))).Found);

    [Fact]
    public void ReadClasses_Digits_ReadsTheWholeTable()
    {
        string path = RepositoryFiles.Find("samples/03-Digits/data/digits.csv.gz");
        TensorDataset<int> set = CsvDataset.ReadClasses(path, NoHeader with { SampleShape = [1, 8, 8] });
        Assert.Equal(1797, set.Count);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], set.Targets[..10]);
        Assert.Equal(16, set.Samples.ToArray().Max());
    }

    private string Write(string text) => _folder.Write("table.csv", Encoding.UTF8.GetBytes(text));
}
