namespace ModelDsl;

/// <content>Conv2d.</content>
public static partial class EagerLayers
{
    /// <summary>
    /// A convolution of pictures (cross-correlation, as in PyTorch): [in, H, W] → [out, H′, W′] with
    /// <c>H′ = ⌊(H + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1</c>, likewise W′.
    /// </summary>
    /// <param name="x">The pictures.</param>
    /// <param name="weight">The weight, [out, in/groups, kh, kw].</param>
    /// <param name="bias">The bias, [out], or null.</param>
    /// <param name="strideHeight">Rows from one position of the kernel to the next.</param>
    /// <param name="strideWidth">Columns from one position of the kernel to the next.</param>
    /// <param name="paddingHeight">Rows of zeros above and below.</param>
    /// <param name="paddingWidth">Columns of zeros left and right.</param>
    /// <param name="dilationHeight">Rows from one tap to the next.</param>
    /// <param name="dilationWidth">Columns from one tap to the next.</param>
    /// <param name="groups">Groups of channels that do not see each other.</param>
    /// <exception cref="ArgumentException">The sizes do not go together.</exception>
    public static Tensor Conv2d(
        Tensor x, Tensor weight, Tensor? bias,
        int strideHeight, int strideWidth, int paddingHeight, int paddingWidth, int dilationHeight, int dilationWidth, int groups)
    {
        CheckPicture("Conv2d", x);
        CheckConvolution(x, weight, bias, groups);
        int channels = weight.Shape[0], inGroup = weight.Shape[1];
        SlidingWindow rows = SlidingWindow.Over("Conv2d", x.Shape[1], weight.Shape[2], strideHeight, paddingHeight, dilationHeight, ceilMode: false);
        SlidingWindow columns = SlidingWindow.Over("Conv2d", x.Shape[2], weight.Shape[3], strideWidth, paddingWidth, dilationWidth, ceilMode: false);
        ((int Tap, int Pixel)[][] insideRows, (int Tap, int Pixel)[][] insideColumns) = (rows.Inside(), columns.Inside());
        var y = new double[x.Rows * channels * rows.Outputs * columns.Outputs];
        if (bias is not null)
        {
            for (int i = 0; i < y.Length; i++) y[i] = bias.Data[ChannelOf(i)];
        }
        ForEachTap((inX, inWeight, inY) => y[inY] += x.Data[inX] * weight.Data[inWeight]);
        Tensor[] inputs = bias is null ? [x, weight] : [x, weight, bias];
        return Tensor.Record([channels, rows.Outputs, columns.Outputs], x.Samples, y, inputs, (dy, pass) =>
        {
            (double[]? dx, double[]? dWeight, double[]? dBias) = (pass.Of(x), pass.Of(weight), bias is null ? null : pass.Of(bias));
            if (dx is not null) ForEachTap((inX, inWeight, inY) => dx[inX] += dy[inY] * weight.Data[inWeight]);
            if (dWeight is not null) ForEachTap((inX, inWeight, inY) => dWeight[inWeight] += dy[inY] * x.Data[inX]);
            for (int i = 0; i < dy.Length && dBias is not null; i++) dBias[ChannelOf(i)] += dy[i];
        });

        int ChannelOf(int i) => i / (rows.Outputs * columns.Outputs) % channels;

        void ForEachTap(Action<int, int, int> visit)
        {
            for (int inY = 0; inY < y.Length; inY++)
            {
                int channel = ChannelOf(inY), row = inY / columns.Outputs % rows.Outputs, column = inY % columns.Outputs;
                int sample = inY / (channels * rows.Outputs * columns.Outputs), firstIn = channel / (channels / groups) * inGroup;
                for (int c = 0; c < inGroup; c++)
                    foreach ((int tapY, int atY) in insideRows[row])
                        foreach ((int tapX, int atX) in insideColumns[column])
                        {
                            int inX = ((sample * x.Shape[0] + firstIn + c) * x.Shape[1] + atY) * x.Shape[2] + atX;
                            int inWeight = ((channel * inGroup + c) * rows.Kernel + tapY) * columns.Kernel + tapX;
                            visit(inX, inWeight, inY);
                        }
            }
        }
    }

    private static void CheckConvolution(Tensor x, Tensor weight, Tensor? bias, int groups)
    {
        if (weight.Shape.Length != 4 || weight.Samples is not null)
            throw new ArgumentException($"Conv2d: the weight is {weight.Description}, and [out, in/groups, kh, kw] shared by the batch was expected.", nameof(weight));
        CheckShape("Conv2d", nameof(bias), bias, weight.Shape[0]);
        if (groups < 1 || weight.Shape[0] % groups != 0)
            throw new ArgumentException($"Conv2d: {groups} groups do not divide the {weight.Shape[0]} output channels of the weight {Sizes.Text(weight.Shape.AsSpan())}.", nameof(groups));
        if (x.Shape[0] == weight.Shape[1] * groups) return;
        throw new ArgumentException(
            $"Conv2d: {weight.Shape[1] * groups} channels were expected by the weight {Sizes.Text(weight.Shape.AsSpan())}{(groups == 1 ? "" : $" in {groups} groups")}, and the picture is {Sizes.Text(x.Shape.AsSpan())}.", nameof(x));
    }
}
