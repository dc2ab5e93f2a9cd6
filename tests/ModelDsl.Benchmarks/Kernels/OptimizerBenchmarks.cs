using BenchmarkDotNet.Attributes;
using ModelDsl.Benchmarks.Models;

namespace ModelDsl.Benchmarks.Kernels;

/// <summary>A step over the parameters of a 784-128-10 network, without a backward pass.</summary>
public class OptimizerBenchmarks
{
    private readonly SGD _sgd;
    private readonly AdamW _adamW;
    private readonly RMSprop _rmsProp;

    public OptimizerBenchmarks()
    {
        WorkerPool.Shared.Workers = 1;
        Perceptron128 model = new(1);
        _sgd = new SGD(model) { Momentum = 0.9 };
        _adamW = new AdamW(model);
        _rmsProp = new RMSprop(model);
    }

    [Benchmark(Baseline = true)]
    public void SGD() => _sgd.Step();

    [Benchmark]
    public void AdamW() => _adamW.Step();

    [Benchmark]
    public void RMSprop() => _rmsProp.Step();
}
