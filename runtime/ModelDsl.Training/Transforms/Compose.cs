namespace ModelDsl.Training;

/// <summary>Several transforms, one after the other.</summary>
public sealed class Compose : Transform
{
    private readonly Transform[] _transforms;

    /// <summary>Takes the transforms in the order in which they are applied.</summary>
    public Compose(params ReadOnlySpan<Transform> transforms)
    {
        foreach (Transform transform in transforms)
            ArgumentNullException.ThrowIfNull(transform, nameof(transforms));
        _transforms = transforms.ToArray();
    }

    /// <summary>The transforms, in the order in which they are applied.</summary>
    public IReadOnlyList<Transform> Transforms => _transforms;

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> sampleShape) =>
        _transforms.Aggregate(sampleShape, (shape, transform) => transform.OutputShape(shape));

    /// <inheritdoc/>
    /// <remarks>Allocates its intermediate buffers; a <see cref="DataLoader{TTarget}"/> applies the members itself, with buffers it keeps.</remarks>
    public override void Apply(ReadOnlySpan<float> sample, ReadOnlySpan<int> sampleShape, Span<float> result, RandomGenerator random) =>
        new TransformPipeline(this, sampleShape.ToArray()).Apply(sample, result, random);
}
