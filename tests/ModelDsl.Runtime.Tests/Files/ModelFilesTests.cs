using ModelDsl.Runtime.Tests.Training;

namespace ModelDsl.Runtime.Tests.Files;

public sealed class ModelFilesTests : IDisposable
{
    private static readonly ParameterDescription[] Descriptions =
    [
        new("conv1.weight", "0.weight", [2, 1, 3, 3], Initialization.Uniform, 0.3f),
        new("conv1.bias", "0.bias", [2], Initialization.Uniform, 0.3f),
        new("bn1.running_mean", "1.running_mean", [2], Initialization.Zeros, isBuffer: true),
        new("bn1.num_batches_tracked", "1.num_batches_tracked", [], Initialization.Zeros, isBuffer: true),
        new("linear1.weight", "3.weight", [5, 17], Initialization.Uniform, 0.2f),
    ];

    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "net.safetensors");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SaveAndLoad_OtherSeed_GivesTheSameValues(bool sequentialNames)
    {
        var saved = new Net(seed: 1);
        saved.Parameters["bn1.running_mean"].CopyFrom([0.25f, -3]);
        saved.Parameters["bn1.num_batches_tracked"].CopyFrom([1234]);
        saved.Save(File, sequentialNames);

        var loaded = new Net(seed: 2);
        int version = loaded.Parameters.Version;
        loaded.Load(File);

        Assert.Equal(saved.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());
        Assert.Equal(saved.Parameters.Buffers.ToArray(), loaded.Parameters.Buffers.ToArray());
        Assert.NotEqual(version, loaded.Parameters.Version);
    }

    [Fact]
    public void Save_WritesPyTorchsNamesTypesAndShapes()
    {
        var model = new Net(seed: 1);
        model.Parameters["bn1.num_batches_tracked"].CopyFrom([7]);
        model.Save(File);
        using SafetensorsFile file = SafetensorsFile.Open(File);
        Assert.Equal(
            [
                "bn1.num_batches_tracked I64 []", "conv1.weight F32 [2, 1, 3, 3]", "conv1.bias F32 [2]", "bn1.running_mean F32 [2]",
                "linear1.weight F32 [5, 17]",
            ],
            file.Tensors.Select(tensor => tensor.ToString()));
        Assert.Equal("pt", file.Metadata["format"]);
        byte[] count = new byte[8];
        file.ReadBytes(file["bn1.num_batches_tracked"], count);
        Assert.Equal(7, BitConverter.ToInt64(count));
    }

    [Fact]
    public void Save_Sequential_WritesSequentialNames()
    {
        new Net(seed: 1).Save(File, sequentialNames: true);
        using SafetensorsFile file = SafetensorsFile.Open(File);
        Assert.Equal(Descriptions.Select(description => description.SequentialName).Order(), file.Tensors.Select(tensor => tensor.Name).Order());
    }

    [Fact]
    public void Load_HalvesAndDoubles_AreRoundedToFloats()
    {
        var writer = new SafetensorsWriter();
        writer.Add("conv1.weight", SafetensorsType.F16, [2, 1, 3, 3], [.. Enumerable.Repeat(BitConverter.GetBytes((Half)0.5f), 18).SelectMany(b => b)]);
        writer.Add("conv1.bias", SafetensorsType.BF16, [2], [0xC0, 0x3F, 0x00, 0xC0]);
        writer.Add("bn1.running_mean", SafetensorsType.F64, [2], [.. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(2.0)]);
        writer.Add("bn1.num_batches_tracked", SafetensorsType.I32, [], BitConverter.GetBytes(9));
        writer.Add("linear1.weight", [5, 17], new float[85]);
        writer.Save(File);
        var model = new Net(seed: 1);
        model.Load(File);
        Assert.All(model.Parameters["conv1.weight"].Values.ToArray(), value => Assert.Equal(0.5f, value));
        Assert.Equal([1.5f, -2], model.Parameters["conv1.bias"].Values.ToArray());
        Assert.Equal([0.1f, 2], model.Parameters["bn1.running_mean"].Values.ToArray());
        Assert.Equal([9], model.Parameters["bn1.num_batches_tracked"].Values.ToArray());
    }

    [Fact]
    public void Load_FileThatDoesNotFit_ListsEverythingAndChangesNothing()
    {
        var writer = new SafetensorsWriter();
        writer.Add("conv1.weight", [2, 1, 3, 3], new float[18]);
        writer.Add("conv1.bias", [3], new float[3]);
        writer.Add("bn1.running_mean", [2], new float[2]);
        writer.Add("linear1.weight", SafetensorsType.I8, [5, 17], new byte[85]);
        writer.Add("fc.weight", [1], new float[1]);
        writer.Save(File);

        string message = AssertRefused();

        Assert.Equal(
            [
                $"'{File}' does not fit Net, which stays as it was:",
                "  conv1.bias: expected [2], the file has [3]",
                "  missing: bn1.num_batches_tracked []",
                "  linear1.weight: expected F32, F64, F16 or BF16, the file has I8",
                "  unexpected: fc.weight F32 [1]",
            ],
            message.Split('\n'));
    }

    [Fact]
    public void Load_ManyUnexpectedTensors_AreCounted()
    {
        var writer = new SafetensorsWriter();
        for (int i = 0; i < 100; i++) writer.Add($"t{i}", [], [0]);
        writer.Save(File);
        string message = AssertRefused();
        Assert.Contains("missing: conv1.weight [2, 1, 3, 3]", message);
        Assert.EndsWith("… and 55 more", message);
    }

    [Fact]
    public void Load_SequentialFileWithoutOne_NamesItAsTheFileWould()
    {
        var writer = new SafetensorsWriter();
        writer.Add("0.weight", [2, 1, 3, 3], new float[18]);
        writer.Save(File);
        Assert.Contains("missing: 3.weight [5, 17]", AssertRefused());
    }

    [Fact]
    public void Load_DamagedFile_ChangesNothing()
    {
        new Net(seed: 1).Save(File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..^1]);
        Assert.Contains("cut off", AssertRefused());
    }

    [Fact]
    public void Load_NoFile_IsFileNotFound() => Assert.Throws<FileNotFoundException>(() => new Net(seed: 1).Load(File));

    [Fact]
    public void Save_OverAnOldFile_ReplacesItAndLeavesNothingElse()
    {
        new Net(seed: 1).Save(File);
        var second = new Net(seed: 2);
        second.Save(File);
        var loaded = new Net(seed: 3);
        loaded.Load(File);
        Assert.Equal(second.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());
        Assert.Equal([File], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private string AssertRefused()
    {
        var model = new Net(seed: 5);
        float[] values = model.Parameters.Values.ToArray();
        int version = model.Parameters.Version;
        var error = Assert.Throws<InvalidDataException>(() => model.Load(File));
        Assert.Equal(values, model.Parameters.Values.ToArray());
        Assert.Equal(version, model.Parameters.Version);
        return error.Message;
    }

    private sealed class Net(long seed) : IModel
    {
        public ParameterCollection Parameters { get; } = new(Descriptions, seed);
    }
}
