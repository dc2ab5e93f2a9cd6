using System.Globalization;
using System.Runtime.InteropServices;

namespace ModelDsl.Benchmarks.Worker;

/// <summary>
/// A case as both sides read it: a folder with the network in words and the same weights, inputs and targets as raw values.
/// No serializer is used, so that none shows in the peak memory.
/// </summary>
internal sealed class CaseFiles(string folder)
{
    public const string Network = "network.txt", Weights = "weights.f32", Inputs = "inputs.f32", Targets = "targets.i32";

    /// <summary>First the case, then the input, then a line for each layer: a kind and <c>name=value</c> pairs.</summary>
    private readonly string[] _lines = File.ReadAllLines(Path.Combine(folder, Network));

    public string Model => Header("model");

    public int Batch => int.Parse(Header("batch"), CultureInfo.InvariantCulture);

    public bool Trains => Header("mode") == "train";

    public string Optimizer => Header("optimizer");

    public double LearningRate => double.Parse(Header("rate"), CultureInfo.InvariantCulture);

    public double Momentum => 0.9;

    public double WeightDecay => 0.01;

    public long[] InputShape => [.. Header("input").Split(' ').Select(size => long.Parse(size, CultureInfo.InvariantCulture))];

    public IEnumerable<LayerLine> Layers => _lines.Where(line => line.StartsWith("layer ", StringComparison.Ordinal)).Select(line => new LayerLine(line));

    public float[] ReadWeights() => Read<float>(Weights);

    public float[] ReadInputs() => Read<float>(Inputs);

    public int[] ReadTargets() => Read<int>(Targets);

    private T[] Read<T>(string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Path.Combine(folder, name))).ToArray();

    private string Header(string name) =>
        _lines.First(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..];
}
