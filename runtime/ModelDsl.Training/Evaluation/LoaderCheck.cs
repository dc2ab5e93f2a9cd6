namespace ModelDsl.Training;

/// <summary>A model and a loader must speak of the same sizes: better said before the first batch than within it.</summary>
internal static class LoaderCheck
{
    public static void Check<TTarget>(ITrainable<TTarget> model, DataLoader<TTarget> data, string name)
        where TTarget : unmanaged
    {
        if (data.SampleCount == 0)
            throw new ArgumentException($"{name}: the loader has no batch: {data.Dataset.Count} samples, batches of {data.BatchSize}, DropLast {data.DropLast}", name);
        int size = data.SampleShape.Aggregate(1, (product, next) => product * next);
        if (size != model.InputSize)
        {
            throw new ArgumentException(
                $"{name}: expected samples of {model.InputSize} values, as the model takes, got {size} ({ShapeText.Format(data.SampleShape)})", name);
        }

        if (data.Dataset.TargetSize != model.TargetSize)
            throw new ArgumentException($"{name}: expected {model.TargetSize} target values for each sample, got {data.Dataset.TargetSize}", name);
    }
}
