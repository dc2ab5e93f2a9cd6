using BenchmarkDotNet.Attributes;
using ModelDsl.Kernels;

namespace ModelDsl.Benchmarks.Kernels;

/// <summary>Row by row: 64 rows, of a number of values that is round or not.</summary>
public class RowBenchmarks
{
    private const int Rows = 64;

    private float[] _x = [], _dy = [], _y = [], _weight = [], _bias = [], _weightGradient = [], _biasGradient = [];
    private int _stride;

    [Params(10, 256, 1021)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _stride = (Channels + 15) / 16 * 16;
        (_x, _dy, _y) = (Values.Random(Rows * _stride), Values.Random(Rows * _stride), new float[Rows * _stride]);
        (_weight, _bias) = (Values.Random(Channels), Values.Random(Channels));
        (_weightGradient, _biasGradient) = (new float[Channels], new float[Channels]);
    }

    [Benchmark]
    public void SoftmaxRows() => Softmax.Rows(_x, _y, Channels, _stride);

    [Benchmark]
    public void LayerNormRows() => LayerNorm.Rows(_x, _y, _weight, _bias, Channels, _stride, 1e-5f);

    [Benchmark]
    public void LayerNormRowsGradient() => LayerNorm.RowsGradient(_x, _dy, _weight, _y, _weightGradient, _biasGradient, Channels, _stride, 1e-5f);
}
