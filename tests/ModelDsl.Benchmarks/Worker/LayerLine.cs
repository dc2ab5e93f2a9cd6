using System.Globalization;

namespace ModelDsl.Benchmarks.Worker;

/// <summary>A layer in words: <c>layer Conv2d OutChannels=32 KernelHeight=3 …</c></summary>
internal sealed class LayerLine(string line)
{
    private readonly string[] _words = line.Split(' ');

    public string Kind => _words[1];

    public int Int(string name) => int.Parse(Word(name), CultureInfo.InvariantCulture);

    public double Double(string name) => double.Parse(Word(name), CultureInfo.InvariantCulture);

    public string Word(string name) => _words.First(word => word.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
