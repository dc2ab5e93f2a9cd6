using System.Text.Json.Serialization;

namespace ModelDsl.Benchmarks.Compare;

/// <summary>A case's result; the names are those of the JSON file. Times in microseconds, memory in MB (10⁶ bytes); null where libtorch did not run.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="OursMicroseconds">The median of a step.</param>
/// <param name="TorchMicroseconds">The same of libtorch.</param>
/// <param name="Ratio">libtorch's median by ours: above 1, ours is faster.</param>
/// <param name="RatioOfBests">The same of the shortest times.</param>
/// <param name="Roof">Our multiply-adds per second, as a share of what the machine can do.</param>
/// <param name="AllocatedBytes">By ours, on the managed heap, per step.</param>
/// <param name="OursMegabytes">The peak of our process.</param>
/// <param name="TorchMegabytes">The peak of libtorch's.</param>
internal sealed record ComparisonRow(
    [property: JsonPropertyName("case")] string Case,
    [property: JsonPropertyName("ours_us")] double OursMicroseconds,
    [property: JsonPropertyName("torch_us")] double? TorchMicroseconds,
    [property: JsonPropertyName("ratio")] double? Ratio,
    [property: JsonPropertyName("ratio_best")] double? RatioOfBests,
    [property: JsonPropertyName("roof")] double Roof,
    [property: JsonPropertyName("alloc_bytes")] double AllocatedBytes,
    [property: JsonPropertyName("ours_mb")] double OursMegabytes,
    [property: JsonPropertyName("torch_mb")] double? TorchMegabytes);
