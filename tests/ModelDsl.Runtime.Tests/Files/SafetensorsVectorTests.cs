using System.Text.Json;
using ModelDsl.Runtime.Tests.Training;

namespace ModelDsl.Runtime.Tests.Files;

/// <summary>The files of ../shared/data/format-vectors/safetensors, good and bad, with their expected outcome.</summary>
public class SafetensorsVectorTests
{
    /// <summary>More than any of these files, less than any of the lengths that the bad ones claim.</summary>
    private const long AllocationLimit = 4 << 20;

    private static string Folder => RepositoryFiles.Find("../shared/data/format-vectors/safetensors");

    [SkippableFact]
    public void Open_EachVector_IsReadOrRefusedAsExpected()
    {
        Skip.IfNot(Directory.Exists(Folder), $"there is no folder {Folder}");
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "index.json")));
        int seen = 0;
        foreach (JsonElement entry in index.RootElement.EnumerateArray())
        {
            string name = entry.GetProperty("file").GetString()!;
            long before = GC.GetAllocatedBytesForCurrentThread();
            string? refusal = TryOpen(Path.Combine(Folder, name));
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(refusal is null == name.StartsWith("ok_", StringComparison.Ordinal), $"{name}: {refusal ?? "was read"}");
            Assert.True(allocated < AllocationLimit, $"{name}: {allocated} bytes allocated");
            seen++;
        }
        Assert.Equal(32, seen);
    }

    [SkippableTheory]
    [InlineData("ok_all_dtypes.safetensors")]
    [InlineData("ok_header_order_differs.safetensors")]
    public void ReadBytes_AllTypes_AreAsListed(string name)
    {
        Skip.IfNot(Directory.Exists(Folder), $"there is no folder {Folder}");
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "ok_all_dtypes.json")));
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(Folder, name));
        foreach (JsonProperty property in expected.RootElement.EnumerateObject())
        {
            SafetensorsTensor tensor = file[property.Name];
            byte[] bytes = new byte[tensor.ByteLength];
            file.ReadBytes(tensor, bytes);
            Assert.Equal(property.Value.GetProperty("dtype").GetString(), tensor.Type.ToString());
            Assert.Equal(property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), tensor.Shape);
            Assert.Equal(property.Value.GetProperty("hex").GetString(), Convert.ToHexStringLower(bytes));
        }
        Assert.Equal(expected.RootElement.EnumerateObject().Count(), file.Tensors.Count);
    }

    private static string? TryOpen(string path)
    {
        try
        {
            SafetensorsFile.Open(path).Dispose();
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }
}
