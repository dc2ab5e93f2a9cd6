namespace ModelDsl.Training;

/// <summary>The order of an epoch and a ring of buffers; fills one buffer after another with the batches of that order.</summary>
internal sealed class BatchProducer<TTarget>
    where TTarget : unmanaged
{
    /// <summary>The stream of random numbers that orders an epoch; those below it are the samples'.</summary>
    private const uint OrderStream = uint.MaxValue;

    private readonly DataLoader<TTarget> _loader;
    private readonly Dataset<TTarget> _dataset;
    private readonly TransformPipeline _pipeline;
    private readonly RandomGenerator _random = new(0);
    private readonly float[] _sample;
    private readonly int[] _order;
    private readonly (float[] Inputs, TTarget[] Targets)[] _ring;
    private int _epoch;

    public BatchProducer(DataLoader<TTarget> loader)
    {
        _loader = loader;
        _dataset = loader.Dataset;
        _pipeline = new TransformPipeline(loader.Transform, _dataset.SampleShape);
        _sample = new float[_pipeline.IsEmpty ? 0 : _dataset.SampleSize];
        _order = new int[_dataset.Count];
        BatchCount = loader.BatchCount;

        // One is with the reader while the others are filled. No more than the epoch has, and none longer than the data set.
        _ring = new (float[], TTarget[])[Math.Clamp(loader.Prefetch + 1, 1, Math.Max(1, BatchCount))];
        int samples = Math.Min(loader.BatchSize, _dataset.Count);
        for (int i = 0; i < _ring.Length; i++)
            _ring[i] = (new float[checked(samples * _pipeline.OutputSize)], new TTarget[checked(samples * _dataset.TargetSize)]);
    }

    public int BatchCount { get; }

    /// <summary>How many batches can be ready or in use at once.</summary>
    public int RingLength => _ring.Length;

    public void BeginEpoch(int epoch)
    {
        _epoch = epoch;
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        if (!_loader.Shuffle)
            return;
        _random.Restart(_loader.Seed, Stream(OrderStream));
        _random.Shuffle<int>(_order);
    }

    /// <summary>Fills the buffer of a batch. The batch before it in the same place of the ring is overwritten.</summary>
    public void Fill(int batch)
    {
        (float[] inputs, TTarget[] targets) = _ring[batch % _ring.Length];
        int first = batch * _loader.BatchSize;
        int count = CountOf(batch);
        for (int i = 0; i < count; i++)
        {
            int index = _order[first + i];
            Span<float> result = inputs.AsSpan(i * _pipeline.OutputSize, _pipeline.OutputSize);
            Span<TTarget> target = targets.AsSpan(i * _dataset.TargetSize, _dataset.TargetSize);
            if (_pipeline.IsEmpty)
            {
                _dataset.Read(index, result, target);
                continue;
            }

            _dataset.Read(index, _sample, target);
            _random.Restart(_loader.Seed, Stream((uint)index));
            _pipeline.Apply(_sample, result, _random);
        }
    }

    public Batch<TTarget> Read(int batch)
    {
        (float[] inputs, TTarget[] targets) = _ring[batch % _ring.Length];
        int count = CountOf(batch);
        return new Batch<TTarget>(inputs.AsSpan(0, count * _pipeline.OutputSize), targets.AsSpan(0, count * _dataset.TargetSize), count);
    }

    private int CountOf(int batch) => Math.Min(_loader.BatchSize, _dataset.Count - batch * _loader.BatchSize);

    private long Stream(uint number) => (long)_epoch << 32 | number;
}
