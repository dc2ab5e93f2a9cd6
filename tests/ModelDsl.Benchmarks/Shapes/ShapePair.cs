using ModelDsl.Benchmarks.Cases;

namespace ModelDsl.Benchmarks.Shapes;

/// <summary>An unusual shape and the round one that is nearest to it.</summary>
internal sealed record ShapePair(string Name, BenchmarkCase Unusual, BenchmarkCase Round);
