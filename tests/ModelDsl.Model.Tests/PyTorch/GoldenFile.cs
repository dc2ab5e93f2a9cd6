using System.Text.Json;

namespace ModelDsl.Model.Tests.PyTorch;

/// <summary>The files that <c>tests/ModelDsl.Goldens</c> writes, as xunit wants its cases.</summary>
internal static class GoldenFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string[] Layers { get; } = ["linear", "conv2d", "pooling", "normalization", "activations", "losses"];

    public static GoldenCase[] Read(string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "goldens", name + ".json"));
        return JsonSerializer.Deserialize<GoldenCase[]>(stream, Options)!;
    }
}
