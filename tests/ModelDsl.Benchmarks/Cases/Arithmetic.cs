using System.Reflection;

namespace ModelDsl.Benchmarks.Cases;

/// <summary>Counts the multiply-adds of a step as the layers' definitions have them: linear layers and convolutions, nothing else.</summary>
internal static class Arithmetic
{
    /// <summary>
    /// Two for each multiply-add: forward, and in training the gradients of the weights and (but for the first layer) of the input. Positions in
    /// a convolution's zero border count, and a shorter algorithm is given no other count: a share of the roof above 1 is possible.
    /// </summary>
    public static double FloatingPointOperations(BenchmarkCase @case)
    {
        ReadOnlySpan<int> input = @case.Layers.GetCustomAttribute<InputAttribute>()!.Shape;
        (int channels, int height, int width) = input.Length == 3 ? (input[0], input[1], input[2]) : (input[0], 1, 1);
        double count = 0;
        bool first = true;
        foreach (LayerAttribute layer in @case.Layers.GetCustomAttributes<LayerAttribute>())
        {
            double forward = 0;
            switch (layer)
            {
                case LinearAttribute linear:
                    forward = (double)channels * linear.OutFeatures;
                    channels = linear.OutFeatures;
                    break;
                case Conv2dAttribute conv:
                    height = Size(height, conv.KernelHeight, conv.StrideHeight, conv.PaddingHeight, conv.DilationHeight);
                    width = Size(width, conv.KernelWidth, conv.StrideWidth, conv.PaddingWidth, conv.DilationWidth);
                    forward = (double)conv.OutChannels * height * width * (channels / conv.Groups) * conv.KernelHeight * conv.KernelWidth;
                    channels = conv.OutChannels;
                    break;
                case MaxPool2dAttribute pool:
                    height = Size(height, pool.KernelHeight, pool.Stride == 0 ? pool.KernelHeight : pool.Stride, pool.Padding, pool.Dilation);
                    width = Size(width, pool.KernelWidth, pool.Stride == 0 ? pool.KernelWidth : pool.Stride, pool.Padding, pool.Dilation);
                    break;
                case AdaptiveAvgPool2dAttribute pool:
                    (height, width) = (pool.OutputHeight, pool.OutputWidth);
                    break;
                case FlattenAttribute:
                    (channels, height, width) = (channels * height * width, 1, 1);
                    break;
            }
            if (forward == 0) continue;
            count += forward * (@case.Trains ? first ? 2 : 3 : 1);
            first = false;
        }
        return 2 * count * @case.Batch;
    }

    private static int Size(int input, int kernel, int stride, int padding, int dilation) => (input + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
}
