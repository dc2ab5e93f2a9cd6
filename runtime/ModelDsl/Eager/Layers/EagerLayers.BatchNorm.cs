namespace ModelDsl;

/// <content>BatchNorm1d and BatchNorm2d.</content>
public static partial class EagerLayers
{
    /// <summary>
    /// Batch normalisation of vectors: <c>y = (x − mean) / √(variance + eps) · weight + bias</c> for each of the C features. [C] → the same shape.
    /// Training uses mean and (biased) variance over the batch, and moves the running ones, which collect the unbiased variance; prediction
    /// uses these.
    /// </summary>
    /// <param name="x">The input, of a batch.</param>
    /// <param name="weight">The weight, [C], or null.</param>
    /// <param name="bias">The bias, [C], or null.</param>
    /// <param name="runningMean">The buffer of the running mean, [C]; null if no statistics are kept: then prediction uses those of its own batch.</param>
    /// <param name="runningVar">The buffer of the running variance, [C], or null.</param>
    /// <param name="numBatchesTracked">The buffer that counts batches, or null.</param>
    /// <param name="training">Whether the statistics are those of the batch, and the running ones move.</param>
    /// <param name="eps">Added to the variance before the root.</param>
    /// <param name="momentum">The weight of a batch in the running statistics.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or a channel has only one value in training.</exception>
    public static Tensor BatchNorm1d(
        Tensor x, Tensor? weight, Tensor? bias, Parameter? runningMean, Parameter? runningVar, Parameter? numBatchesTracked, bool training, float eps, float momentum)
    {
        if (x.Shape.Length is not (1 or 2)) throw new ArgumentException($"BatchNorm1d: a vector [C] or [C, L] was expected, and {Sizes.Text(x.Shape.AsSpan())} came. BatchNorm2d takes pictures.", nameof(x));
        return BatchNorm("BatchNorm1d", x, weight, bias, runningMean, runningVar, numBatchesTracked, training, eps, momentum);
    }

    /// <summary>Batch normalisation of the channels of pictures, over the batch, H and W. [C, H, W] → the same shape.</summary>
    /// <inheritdoc cref="BatchNorm1d"/>
    public static Tensor BatchNorm2d(
        Tensor x, Tensor? weight, Tensor? bias, Parameter? runningMean, Parameter? runningVar, Parameter? numBatchesTracked, bool training, float eps, float momentum)
    {
        CheckPicture("BatchNorm2d", x);
        return BatchNorm("BatchNorm2d", x, weight, bias, runningMean, runningVar, numBatchesTracked, training, eps, momentum);
    }

    private static Tensor BatchNorm(
        string layer, Tensor x, Tensor? weight, Tensor? bias, Parameter? runningMean, Parameter? runningVar, Parameter? numBatchesTracked, bool training, float eps, float momentum)
    {
        int channels = x.Shape[0], inner = x.Size / channels;
        CheckShape(layer, nameof(weight), weight, channels);
        CheckShape(layer, nameof(bias), bias, channels);
        CheckShape(layer, nameof(runningMean), runningMean is null ? null : (Tensor)runningMean, channels);
        CheckShape(layer, nameof(runningVar), runningVar is null ? null : (Tensor)runningVar, channels);
        int[] perChannel = [channels, .. Enumerable.Repeat(1, x.Shape.Length - 1)];
        (weight, bias) = (PerChannel(weight), PerChannel(bias));
        if (!training && runningMean is not null && runningVar is not null)
            return Affine((x - PerChannel(runningMean)!) / TensorFunctions.Sqrt(PerChannel(runningVar)! + eps), weight, bias);

        int[][] groups = [.. Enumerable.Range(0, channels).Select(Members)];
        if (training && groups[0].Length < 2)
        {
            throw new ArgumentException(
                $"{layer}: {x.Description} has 1 value for each channel, and a variance needs at least 2 in training. Use a larger batch, or leave out the short last one.", nameof(x));
        }
        Tensor y = Affine(Normalize(x, groups, eps), weight, bias);
        if (training) Track(x, groups, runningMean, runningVar, numBatchesTracked, momentum);
        return y;

        Tensor? PerChannel(Tensor? values) => values is null ? null : TensorFunctions.Reshape(values, perChannel);

        int[] Members(int channel) => [.. from row in Enumerable.Range(0, x.Rows) from i in Enumerable.Range(0, inner) select (row * channels + channel) * inner + i];
    }

    /// <summary>running += momentum · (batch − running)</summary>
    private static void Track(Tensor x, int[][] groups, Parameter? runningMean, Parameter? runningVar, Parameter? numBatchesTracked, float momentum)
    {
        (double Mean, double Variance)[] moments = Array.ConvertAll(groups, group => Moments(x, group));
        double unbiased = groups[0].Length / (groups[0].Length - 1.0);
        Move(runningMean, i => moments[i].Mean);
        Move(runningVar, i => moments[i].Variance * unbiased);
        numBatchesTracked?.CopyFrom([numBatchesTracked.Values[0] + 1]);

        void Move(Parameter? running, Func<int, double> batch)
        {
            float[] values = running is null ? [] : running.Values.ToArray();
            for (int i = 0; i < values.Length; i++) values[i] = (float)(values[i] + momentum * (batch(i) - values[i]));
            running?.CopyFrom(values);
        }
    }
}
