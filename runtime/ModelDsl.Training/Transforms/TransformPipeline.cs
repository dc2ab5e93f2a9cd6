namespace ModelDsl.Training;

/// <summary>A transform, flattened into its members and bound to the shape of its samples, with the buffers between the members. For one thread.</summary>
internal sealed class TransformPipeline
{
    private readonly Transform[] _transforms;
    private readonly int[][] _shapes;
    private readonly float[][] _between;

    /// <summary>Binds a transform; none at all copies.</summary>
    /// <exception cref="ArgumentException">A transform does not fit the samples that reach it.</exception>
    public TransformPipeline(Transform? transform, IReadOnlyList<int> sampleShape)
    {
        _transforms = [.. Flatten(transform)];
        _shapes = new int[_transforms.Length + 1][];
        _shapes[0] = [.. sampleShape];
        for (int i = 0; i < _transforms.Length; i++)
            _shapes[i + 1] = [.. _transforms[i].OutputShape(_shapes[i])];
        OutputSize = ShapeText.Product(_shapes[^1], nameof(sampleShape));
        _between = [.. _shapes.Skip(1).SkipLast(1).Select(shape => new float[ShapeText.Product(shape, nameof(sampleShape))])];
    }

    public int OutputSize { get; }

    public IReadOnlyList<int> OutputShape => _shapes[^1];

    /// <summary>Whether samples pass unchanged, so that they can be read into the batch directly.</summary>
    public bool IsEmpty => _transforms.Length == 0;

    public void Apply(ReadOnlySpan<float> sample, Span<float> result, RandomGenerator random)
    {
        if (IsEmpty)
            sample.CopyTo(result);
        for (int i = 0; i < _transforms.Length; i++)
        {
            Span<float> next = i == _transforms.Length - 1 ? result : _between[i];
            _transforms[i].Apply(sample, _shapes[i], next, random);
            sample = next;
        }
    }

    private static IEnumerable<Transform> Flatten(Transform? transform) => transform switch
    {
        null => [],
        Compose compose => compose.Transforms.SelectMany(Flatten),
        _ => [transform],
    };
}
