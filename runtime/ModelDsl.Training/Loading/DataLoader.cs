namespace ModelDsl.Training;

/// <summary>
/// Cuts a data set into batches, in a new random order each epoch if asked to, and prepares them on a thread of its own while the model
/// is busy with the one before. One <c>foreach</c> is one epoch. Nothing is allocated per batch: the buffers go round.
/// </summary>
/// <remarks>
/// Order and transforms depend on <see cref="Seed"/>, the epoch and the number of the sample, and on nothing else.
/// Leaving the loop early, also by an exception, stops the thread.
/// </remarks>
/// <typeparam name="TTarget"><see cref="int"/> for class indices, <see cref="float"/> for everything else.</typeparam>
public sealed class DataLoader<TTarget>
    where TTarget : unmanaged
{
    private BatchProducer<TTarget>? _spare;

    /// <summary>Makes a loader.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">How many samples a batch has; the last one of an epoch may have fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    public DataLoader(Dataset<TTarget> dataset, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Dataset = dataset;
        BatchSize = batchSize;
        SampleShape = dataset.SampleShape;
    }

    /// <summary>The samples.</summary>
    public Dataset<TTarget> Dataset { get; }

    /// <summary>How many samples a batch has.</summary>
    public int BatchSize { get; }

    /// <summary>Whether every epoch has the samples in another random order.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Whether a last batch with fewer samples is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>The same seed gives the same epochs: order and random transforms.</summary>
    public long Seed { get; init; }

    /// <summary>What is done to every sample, or nothing.</summary>
    /// <exception cref="ArgumentException">It does not fit the samples.</exception>
    public Transform? Transform
    {
        get;
        init
        {
            SampleShape = new TransformPipeline(value, Dataset.SampleShape).OutputShape;
            field = value;
        }
    }

    /// <summary>How many batches are prepared ahead. With 0, there is no thread, and a batch is prepared when it is asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int Prefetch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 2;

    /// <summary>The number of the next epoch: it counts up by itself, and may be set, to go on where an earlier training ended.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int Epoch
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>The shape of one sample as it comes out, after the transform.</summary>
    public IReadOnlyList<int> SampleShape { get; private init; }

    /// <summary>How many batches an epoch has.</summary>
    public int BatchCount => DropLast ? Dataset.Count / BatchSize : (int)(((long)Dataset.Count + BatchSize - 1) / BatchSize);

    /// <summary>How many samples an epoch has: all, or fewer if a last short batch is left out.</summary>
    public int SampleCount => DropLast ? BatchCount * BatchSize : Dataset.Count;

    /// <summary>Begins the next epoch.</summary>
    public BatchEnumerator<TTarget> GetEnumerator()
    {
        // Two loops over one loader at the same time are possible: the second one gets buffers of its own.
        BatchProducer<TTarget> producer = Interlocked.Exchange(ref _spare, null) ?? new BatchProducer<TTarget>(this);
        producer.BeginEpoch(Epoch++);
        return new BatchEnumerator<TTarget>(producer, this);
    }

    internal void TakeBack(BatchProducer<TTarget> producer) => Volatile.Write(ref _spare, producer);
}
