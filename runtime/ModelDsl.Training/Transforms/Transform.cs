namespace ModelDsl.Training;

/// <summary>
/// Changes one sample on its way from the data set to the batch. A transform has no state of its own: all randomness comes from the
/// generator that it is handed, which a loader seeds anew for each sample of each epoch, so that results do not depend on threads.
/// </summary>
public abstract class Transform
{
    /// <summary>The shape of the result; throws if the transform does not fit samples of the given shape.</summary>
    /// <param name="sampleShape">The shape of a sample, channels first.</param>
    /// <exception cref="ArgumentException">The transform cannot be applied to such samples.</exception>
    public virtual IReadOnlyList<int> OutputShape(IReadOnlyList<int> sampleShape) => sampleShape;

    /// <summary>Computes the changed sample. Called from several threads at the same time.</summary>
    /// <param name="sample">One sample.</param>
    /// <param name="sampleShape">Its shape, one that <see cref="OutputShape"/> has accepted.</param>
    /// <param name="result">Receives the result, as many values as <see cref="OutputShape"/> has. Never overlaps <paramref name="sample"/>.</param>
    /// <param name="random">The random numbers of this sample in this epoch.</param>
    public abstract void Apply(ReadOnlySpan<float> sample, ReadOnlySpan<int> sampleShape, Span<float> result, RandomGenerator random);

    /// <summary>Throws unless the shape is that of a picture: channels, height, width.</summary>
    private protected void RequirePicture(IReadOnlyList<int> sampleShape)
    {
        if (sampleShape.Count != 3)
        {
            throw new ArgumentException(
                $"{GetType().Name}: expected pictures (channels × height × width), got samples of {ShapeText.Format(sampleShape)}", nameof(sampleShape));
        }
    }
}
