using BenchmarkDotNet.Attributes;
using ModelDsl.Kernels;

namespace ModelDsl.Benchmarks.Kernels;

/// <summary>Element by element, as many values as stay in the second cache.</summary>
public class ActivationBenchmarks
{
    private const int Length = 1 << 14;

    private readonly float[] _x = Values.Random(Length), _dy = Values.Random(Length), _y = new float[Length];

    [Benchmark(Baseline = true)]
    public void ReLU() => Activations.ReLU(_x, _y);

    [Benchmark]
    public void Sigmoid() => Activations.Sigmoid(_x, _y);

    [Benchmark]
    public void Tanh() => Activations.Tanh(_x, _y);

    [Benchmark]
    public void SiLU() => Activations.SiLU(_x, _y);

    [Benchmark]
    public void GELU() => Activations.GELU(_x, _y);

    [Benchmark]
    public void GELUGradient() => Activations.GELUGradient(_x, _dy, _y);

    [Benchmark]
    public void GELUTanh() => Activations.GELUTanh(_x, _y);
}
