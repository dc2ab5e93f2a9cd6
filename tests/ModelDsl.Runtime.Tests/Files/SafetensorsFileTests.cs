using System.Buffers.Binary;
using System.Text;
using ModelDsl.Runtime.Tests.Training;

namespace ModelDsl.Runtime.Tests.Files;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Open_WrittenFile_HasEverything()
    {
        var writer = new SafetensorsWriter();
        writer.Metadata["note"] = "näme";
        writer.Add("bytes", SafetensorsType.U8, [3], [1, 2, 3]);
        writer.Add("weights", [2, 2], [1, 2, float.NaN, float.NegativeInfinity]);
        writer.Add("scalar \"ä\"", [], [0.5f]);
        writer.Add("none", [0, 7], []);
        writer.Add("long", SafetensorsType.I64, [1], BitConverter.GetBytes(1L << 40));
        string path = Path.Combine(_folder.Path, "a.safetensors");
        writer.Save(path);

        using SafetensorsFile file = SafetensorsFile.Open(path);

        Assert.Equal(["long", "weights", "scalar \"ä\"", "none", "bytes"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(("pt", "näme"), (file.Metadata["format"], file.Metadata["note"]));
        Assert.Equal<long>([2, 2], [.. file["weights"].Shape]);
        Assert.Equal("weights F32 [2, 2]", file["weights"].ToString());
        Assert.Equal([1, 2, float.NaN, float.NegativeInfinity], Floats(file, "weights"));
        Assert.Equal([0.5f], Floats(file, "scalar \"ä\""));
        Assert.Empty(Floats(file, "none"));
        Assert.Equal([1, 2, 3], Bytes(file, "bytes"));
        Assert.Equal([1099511627776f], Floats(file, "long"));
        Assert.False(file.TryGet("weight", out _));
        Assert.Throws<KeyNotFoundException>(() => file["weight"]);
    }

    [Fact]
    public void Save_AnyTensors_StartsEachAtAMultipleOfItsElement()
    {
        var writer = new SafetensorsWriter();
        for (int i = 0; i < 20; i++)
        {
            writer.Add(new string('x', i + 1), i % 2 == 0 ? SafetensorsType.F64 : SafetensorsType.U8, [1], new byte[i % 2 == 0 ? 8 : 1]);
            string path = Path.Combine(_folder.Path, "aligned.safetensors");
            writer.Save(path);
            byte[] bytes = File.ReadAllBytes(path);
            Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
            Assert.Equal((byte)'{', bytes[8]);
            using SafetensorsFile file = SafetensorsFile.Open(path);
            Assert.Equal(file.Tensors.OrderByDescending(tensor => tensor.ByteLength).Select(tensor => tensor.Type), file.Tensors.Select(tensor => tensor.Type));
        }
    }

    [Fact]
    public void ReadFloats_AllNumberTypes_AreRounded()
    {
        var writer = new SafetensorsWriter();
        writer.Add("F64", SafetensorsType.F64, [2], [.. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(1e300)]);
        writer.Add("F16", SafetensorsType.F16, [2], [.. BitConverter.GetBytes((Half)0.1f), .. BitConverter.GetBytes(Half.PositiveInfinity)]);
        writer.Add("BF16", SafetensorsType.BF16, [2], [0xCD, 0x3D, 0x80, 0xFF]);
        writer.Add("I32", SafetensorsType.I32, [1], BitConverter.GetBytes(-16777217));
        writer.Add("U32", SafetensorsType.U32, [1], BitConverter.GetBytes(uint.MaxValue));
        writer.Add("U64", SafetensorsType.U64, [1], BitConverter.GetBytes(ulong.MaxValue));
        writer.Add("I16", SafetensorsType.I16, [1], BitConverter.GetBytes(short.MinValue));
        writer.Add("U16", SafetensorsType.U16, [1], BitConverter.GetBytes(ushort.MaxValue));
        writer.Add("I8", SafetensorsType.I8, [1], [0x80]);
        writer.Add("BOOL", SafetensorsType.BOOL, [2], [1, 0]);
        string path = Path.Combine(_folder.Path, "types.safetensors");
        writer.Save(path);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal([0.1f, float.PositiveInfinity], Floats(file, "F64"));
        Assert.Equal([0.099975586f, float.PositiveInfinity], Floats(file, "F16"));
        Assert.Equal([0.10009765625f, float.NegativeInfinity], Floats(file, "BF16"));
        Assert.Equal([-16777216f], Floats(file, "I32"));
        Assert.Equal([4294967296f], Floats(file, "U32"));
        Assert.Equal([18446744073709551616f], Floats(file, "U64"));
        Assert.Equal([-32768f], Floats(file, "I16"));
        Assert.Equal([65535f], Floats(file, "U16"));
        Assert.Equal([-128f], Floats(file, "I8"));
        Assert.Equal([1f, 0f], Floats(file, "BOOL"));
    }

    [Fact]
    public void ReadFloats_LargeTensor_IsReadInPieces()
    {
        float[] values = new float[100_001];
        new RandomGenerator(1).FillUniform(values, 1);
        var writer = new SafetensorsWriter();
        writer.Add("first", [3], [7, 8, 9]);
        writer.Add("large", [100_001], values);
        string path = Path.Combine(_folder.Path, "large.safetensors");
        writer.Save(path);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(values, Floats(file, "large"));
        Assert.Equal([7, 8, 9], Floats(file, "first"));
    }

    [Fact]
    public void Read_WrongDestination_IsRefused()
    {
        using SafetensorsFile file = SafetensorsFile.Open(_folder.Write("a", SafetensorsBytes.File(
            """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[8,9]}}""", 9)));
        Assert.Throws<ArgumentException>(() => file.ReadFloats(file["a"], new float[3]));
        Assert.Throws<ArgumentException>(() => file.ReadBytes(file["a"], new byte[7]));
        Assert.Throws<NotSupportedException>(() => file.ReadFloats(file["b"], new float[1]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("  {}  \n")]
    [InlineData("""{"__metadata__":{}}""")]
    public void Open_NoTensors_IsFine(string header)
    {
        using SafetensorsFile file = SafetensorsFile.Open(_folder.Write("empty", SafetensorsBytes.File(header)));
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Open_UnknownFields_AreSkipped()
    {
        using SafetensorsFile file = SafetensorsFile.Open(_folder.Write("later", SafetensorsBytes.Tensor(
            """ "x":{"y":[1,{"z":2}]},"dtype":"I8","shape":[1],"data_offsets":[0,1],"w":null """)));
        Assert.Equal([0], Bytes(file, "a"));
    }

    public static TheoryData<string, string> HostileHeaders => new()
    {
        { "", "not the JSON" },
        { "[]", "expected an object" },
        { "nonsense", "not the JSON" },
        { "{}x", "not the JSON" },
        { "{}{}", "not the JSON" },
        { "{", "not the JSON" },
        { """{"a":1}""", "expected an object that describes 'a'" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "describes 'a' twice" },
        { """{"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}""", "describes 'a' twice" },
        { """{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "surrogate" },
        { """{"__metadata__":1}""", "object of strings" },
        { """{"__metadata__":{"a":1}}""", "a string as metadata 'a'" },
        { """{"__metadata__":{"a":"1","a":"2"}}""", "metadata has 'a' twice" },
        { """{"__metadata__":{},"__metadata__":{}}""", "twice" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "overlaps" },
        { """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}""", "nothing covers" },
    };

    [Theory]
    [MemberData(nameof(HostileHeaders))]
    public void Open_HostileHeader_IsRefused(string header, string expected) => AssertRefused(SafetensorsBytes.File(header, 1), expected);

    [Theory]
    [InlineData(""" "dtype":"U8","shape":[1] """, "has no data_offsets")]
    [InlineData(""" "dtype":"U8","data_offsets":[0,1] """, "has no shape")]
    [InlineData(""" "shape":[1],"data_offsets":[0,1] """, "has no dtype")]
    [InlineData(""" "dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1] """, "dtype twice")]
    [InlineData(""" "dtype":"u8","shape":[1],"data_offsets":[0,1] """, "unknown dtype 'u8'")]
    [InlineData(""" "dtype":1,"shape":[1],"data_offsets":[0,1] """, "a string as dtype")]
    [InlineData(""" "dtype":"U8","shape":1,"data_offsets":[0,1] """, "an array as shape")]
    [InlineData(""" "dtype":"U8","shape":[-1],"data_offsets":[0,1] """, "whole number")]
    [InlineData(""" "dtype":"U8","shape":[1.0],"data_offsets":[0,1] """, "whole number")]
    [InlineData(""" "dtype":"U8","shape":["1"],"data_offsets":[0,1] """, "whole number")]
    [InlineData(""" "dtype":"U8","shape":[1e400],"data_offsets":[0,1] """, "whole number")]
    [InlineData(""" "dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1] """, "whole number")]
    [InlineData(""" "dtype":"U8","shape":[1],"data_offsets":[0] """, "1 data_offsets")]
    [InlineData(""" "dtype":"U8","shape":[1],"data_offsets":[0,1,1] """, "3 data_offsets")]
    [InlineData(""" "dtype":"U8","shape":[1],"data_offsets":[1,0] """, "before they begin")]
    [InlineData(""" "dtype":"U8","shape":[1],"data_offsets":[-1,0] """, "whole number")]
    [InlineData(""" "dtype":"U8","shape":[2],"data_offsets":[0,1] """, "takes 2 bytes")]
    [InlineData(""" "dtype":"U8","shape":[2],"data_offsets":[0,2] """, "cut off")]
    [InlineData(""" "dtype":"U8","shape":[0],"data_offsets":[0,0] """, "1 bytes follow")]
    [InlineData(""" "dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,1] """, "more elements than can be counted")]
    [InlineData(""" "dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,1] """, "more elements than can be counted")]
    [InlineData(""" "dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807] """, "cut off")]
    public void Open_HostileTensor_IsRefused(string fields, string expected) => AssertRefused(SafetensorsBytes.Tensor(fields), expected);

    [Theory]
    [InlineData(new byte[0], "0 bytes, too few")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0 }, "7 bytes, too few")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0 }, "beyond the end")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "18446744073709551615 bytes long")]
    [InlineData(new byte[] { 1, 225, 245, 5, 0, 0, 0, 0, 1 }, "100000001 bytes long")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 8, 8, 0, 0 }, "safetensors.torch.save_file")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 255 }, "not UTF-8")]
    public void Open_HostileStart_IsRefused(byte[] bytes, string expected) => AssertRefused(bytes, expected);

    [Fact]
    public void Open_DeepNesting_IsRefusedWithoutOverflowingTheStack()
    {
        const int Depth = 1_000_000;
        AssertRefused(SafetensorsBytes.File(new string('[', Depth) + new string(']', Depth)), "the header");
        AssertRefused(SafetensorsBytes.Tensor($"\"x\":{new string('[', Depth)}{new string(']', Depth)}"), "not the JSON");
    }

    [Fact]
    public void Open_ManyTensorsOnTheSameBytes_IsRefused()
    {
        var header = new StringBuilder("{");
        for (int i = 0; i < 1_000; i++) header.Append($$"""{{(i > 0 ? "," : "")}}"t{{i}}":{"dtype":"U8","shape":[1000],"data_offsets":[0,1000]}""");
        AssertRefused(SafetensorsBytes.File(header.Append('}').ToString(), 1000), "overlaps");
    }

    [Fact]
    public void Read_FileCutOffAfterOpening_IsRefused()
    {
        string path = _folder.Write("a", SafetensorsBytes.Tensor(""" "dtype":"U8","shape":[1],"data_offsets":[0,1] """));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        using (FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) stream.SetLength(stream.Length - 1);
        var error = Assert.Throws<InvalidDataException>(() => Bytes(file, "a"));
        Assert.Contains("cut off", error.Message);
    }

    [Fact]
    public void Open_MutatedFiles_AreReadOrRefused()
    {
        const int Mutations = 2_000;
        byte[] original = SafetensorsBytes.File(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"I8","shape":[],"data_offsets":[16,17]}}""",
            17);
        var random = new RandomGenerator(2024);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = Mutate(original, random);
            string path = _folder.Write("mutated", bytes);
            try
            {
                using SafetensorsFile file = SafetensorsFile.Open(path);
                long total = 0;
                foreach (SafetensorsTensor tensor in file.Tensors) total += Bytes(file, tensor.Name).Length;
                Assert.True(total < bytes.Length);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        // Most bytes of a header matter; what remains valid are changed names, data and metadata.
        Assert.InRange(refused, Mutations / 2, Mutations - 1);
    }

    [Theory]
    [InlineData("no/such/folder.safetensors")]
    [InlineData(".")]
    public void Save_ImpossiblePath_IsAnIOExceptionThatNamesIt(string path)
    {
        var writer = new SafetensorsWriter();
        var error = Assert.ThrowsAny<IOException>(() => writer.Save(Path.Combine(_folder.Path, path)));
        Assert.Contains(path, error.Message);
    }

    [Fact]
    public void AtomicFile_WritingFails_LeavesTheOldFileAndNothingElse()
    {
        string path = _folder.Write("kept", [1, 2, 3]);
        Assert.Throws<TimeoutException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new TimeoutException();
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void AtomicFile_WithoutPermission_IsAnIOExceptionThatNamesTheFile()
    {
        string path = _folder.Write("kept", [1, 2, 3]);
        // Whoever runs the tests may have every permission, but nobody opens a folder as a file.
        var error = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, _ => File.OpenWrite(_folder.Path).Dispose()));
        Assert.Contains($"cannot write '{path}': no permission", error.Message, StringComparison.Ordinal);
        Assert.IsType<UnauthorizedAccessException>(error.InnerException);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Writer_BadTensors_AreRefused()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", [1], [1]);
        Assert.Throws<ArgumentException>(() => writer.Add("a", [1], [1]));
        Assert.Throws<ArgumentException>(() => writer.Add("b", [2], [1]));
        Assert.Throws<ArgumentException>(() => writer.Add("", [1], [1]));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", [1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("c", [-1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("d", (SafetensorsType)99, [1], [1]));
        Assert.Throws<OverflowException>(() => writer.Add("e", [long.MaxValue, 2], []));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Mutate(byte[] original, RandomGenerator random)
    {
        List<byte> bytes = [.. original];
        for (int n = 1 + random.NextInt32(3); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.NextInt32(bytes.Count);
            byte value = random.NextInt32(2) == 0 ? (byte)random.NextInt32(256) : (byte)"0123456789[]{},:\"\\-"[random.NextInt32(19)];
            switch (random.NextInt32(5))
            {
                case 0:
                    bytes.Insert(at, value);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2 when random.NextInt32(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes[at] = value;
                    break;
            }
        }

        // Half of the time the length is mended, so that the mutation reaches the JSON.
        if (bytes.Count > 8 + 17 && random.NextInt32(2) == 0) return SafetensorsBytes.File([.. bytes[8..^17]], [.. bytes[^17..]]);
        return [.. bytes];
    }

    private static float[] Floats(SafetensorsFile file, string name)
    {
        float[] values = new float[file[name].ElementCount];
        file.ReadFloats(file[name], values);
        return values;
    }

    private static byte[] Bytes(SafetensorsFile file, string name)
    {
        byte[] bytes = new byte[file[name].ByteLength];
        file.ReadBytes(file[name], bytes);
        return bytes;
    }

    private void AssertRefused(byte[] bytes, string expected)
    {
        string path = _folder.Write("hostile", bytes);
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith($"'{path}'", error.Message);
        Assert.Contains(expected, error.Message);
    }
}
