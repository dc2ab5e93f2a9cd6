using ModelDsl.Benchmarks.Cases;
using ModelDsl.Benchmarks.Models;

namespace ModelDsl.Benchmarks.Shapes;

internal static class ShapePairs
{
    private static readonly BenchmarkCase Conv = Case(typeof(Conv32), 64), Direct = Case(typeof(Conv32Direct), 64);

    public static IReadOnlyList<ShapePair> All { get; } =
    [
        new("linear 127-61-31, batch 61", Case(typeof(Linear127x61x31), 61), Case(typeof(Linear128x64x32), 64)),
        new("linear 1021-509-251, batch 127", Case(typeof(Linear1021x509x251), 127), Case(typeof(Linear1024x512x256), 128)),
        new("linear 33 outputs", Case(typeof(Linear33), 64), Case(typeof(Linear32), 64)),
        new("linear, batch 3", Case(typeof(Linear1024x512x256), 3), Case(typeof(Linear1024x512x256), 4)),
        new("conv of 1 channel", Case(typeof(Conv1Channel), 64), Case(typeof(Conv4Channels), 64)),
        new("conv of 33 channels", Case(typeof(Conv33), 64), Conv),
        new("conv 31-31-29 channels", Case(typeof(Conv31x29), 64), Conv),
        new("conv 5x5", Case(typeof(Conv5x5), 64), Direct),
        new("conv 7x7", Case(typeof(Conv7x7), 64), Direct),
        new("conv 1x1", Case(typeof(Conv1x1), 64), Direct),
        new("conv stride 2", Case(typeof(ConvStride2), 64), Direct),
        new("conv 17x17 pictures", Case(typeof(Conv17x17), 64), Conv),
        new("conv 5x5, 33, stride 2, 17x17", Case(typeof(Conv17x17Stride2), 64), Direct),
        new("conv, batch 3", Case(typeof(Conv32), 3), Case(typeof(Conv32), 4)),
        new("conv, batch 61", Case(typeof(Conv32), 61), Conv),
        new("conv 3x3 pictures", Case(typeof(Conv3x3Pictures), 64), Case(typeof(Conv4x4Pictures), 64)),
        new("conv 5x5 pictures", Case(typeof(Conv5x5Pictures), 64), Case(typeof(Conv4x4Pictures), 64)),
        new("conv 6x6 pictures", Case(typeof(Conv6x6Pictures), 64), Case(typeof(Conv8x8Pictures), 64)),
        new("conv 7x7 pictures", Case(typeof(Conv7x7Pictures), 64), Case(typeof(Conv8x8Pictures), 64)),
        new("conv 9x9 pictures", Case(typeof(Conv9x9Pictures), 64), Case(typeof(Conv8x8Pictures), 64)),
        new("conv of 13 channels", Case(typeof(Conv13), 64), Case(typeof(Conv16), 64)),
        new("conv of 17 channels", Case(typeof(Conv17), 64), Case(typeof(Conv16), 64)),
        new("conv of 17 channels, 17x17", Case(typeof(Conv17On17x17), 64), Case(typeof(Conv16), 64)),
        new("conv of 33 channels, 17x17", Case(typeof(Conv33On17x17), 64), Conv),
        new("conv 67-65-47 channels", Case(typeof(Conv67x65x47), 64), Case(typeof(Conv64x64x48), 64)),
        new("conv 1x1, 3-17-33, 17x17", Case(typeof(Conv1x1Of17), 64), Case(typeof(Conv1x1Of16), 64)),
        new("conv, 2 groups of 17 channels", Case(typeof(Conv2GroupsOf17), 64), Case(typeof(Conv2GroupsOf16), 64)),
        new("conv, 3 groups of 11 channels", Case(typeof(Conv3GroupsOf11), 64), Case(typeof(Conv4GroupsOf8), 64)),
        new("linear 33-33-33-33", Case(typeof(Linear33x33x33), 64), Case(typeof(Linear32x32x32), 64)),
        new("depthwise 31-61, 17x17", Case(typeof(Depthwise31), 64), Case(typeof(Depthwise32), 64)),
        new("residuals around two pairs", Case(typeof(ResidualConv32), 64) with { Layers = typeof(DeepConv32) }, Case(typeof(DeepConv32), 64)),
    ];

    private static BenchmarkCase Case(Type model, int batch) => new(model.Name, model, batch);
}
