using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

public sealed class DataLoaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void Loop_InOrder_GivesAllBatchesAndAShortLastOne(int prefetch)
    {
        DataLoader<int> loader = new(new Numbers(10), 4) { Prefetch = prefetch };
        Assert.Equal((3, 10), (loader.BatchCount, loader.SampleCount));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            List<int> counts = [];
            List<float> inputs = [];
            List<int> targets = [];
            foreach (Batch<int> batch in loader)
            {
                counts.Add(batch.Count);
                inputs.AddRange(batch.Inputs);
                targets.AddRange(batch.Targets);
            }

            Assert.Equal([4, 4, 2], counts);
            Assert.Equal(Enumerable.Range(0, 10).SelectMany(i => new[] { i, i + 0.5f }), inputs);
            Assert.Equal(Enumerable.Range(0, 10), targets);
        }
    }

    [Fact]
    public void Loop_DropLast_LeavesTheShortBatchOut()
    {
        DataLoader<int> loader = new(new Numbers(10), 4) { DropLast = true };
        Assert.Equal((2, 8), (loader.BatchCount, loader.SampleCount));
        Assert.Equal(Enumerable.Range(0, 8), Epoch(loader));
        Assert.Empty(Epoch(new DataLoader<int>(new Numbers(3), 4) { DropLast = true }));
        Assert.Empty(Epoch(new DataLoader<int>(new Numbers(0), 4)));
    }

    [Fact]
    public void Shuffle_Epochs_AreDifferentPermutationsAndReproducible()
    {
        DataLoader<int> loader = new(new Numbers(100), 8) { Shuffle = true, Seed = 3 };
        int[] first = Epoch(loader);
        int[] second = Epoch(loader);
        Assert.Equal(2, loader.Epoch);
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
        Assert.Equal(Enumerable.Range(0, 100), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(Enumerable.Range(0, 100), first);

        DataLoader<int> again = new(new Numbers(100), 8) { Shuffle = true, Seed = 3, Prefetch = 0 };
        Assert.Equal(first, Epoch(again));
        Assert.Equal(second, Epoch(again));
        again.Epoch = 0;
        Assert.Equal(first, Epoch(again));
        Assert.NotEqual(first, Epoch(new DataLoader<int>(new Numbers(100), 8) { Shuffle = true, Seed = 4 }));
    }

    [Fact]
    public void Transform_RandomNumbers_BelongToTheSampleNotToItsPlace()
    {
        DataLoader<int> Loader(int batchSize, bool shuffle, int prefetch) => new(new Numbers(30), batchSize)
        {
            Shuffle = shuffle,
            Prefetch = prefetch,
            Transform = new Compose(new AddRandom(), new AddRandom()),
        };
        Dictionary<int, float> plain = FirstValues(Loader(7, shuffle: false, prefetch: 2));
        Assert.Equal(plain, FirstValues(Loader(4, shuffle: true, prefetch: 0)));
        Assert.Equal(30, plain.Select(p => p.Value - p.Key).Distinct().Count());

        DataLoader<int> next = Loader(7, shuffle: false, prefetch: 2);
        next.Epoch = 1;
        Assert.NotEqual(plain, FirstValues(next));
    }

    [Fact]
    public void Transform_OtherShape_ChangesTheBatch()
    {
        ImageDataset pictures = new([1, 2, 3, 4, 5, 6, 7, 8, 9], [1], 1, 3, 3);
        DataLoader<int> loader = new(pictures, 5) { Transform = new RandomCrop(2) };
        Assert.Equal([1, 2, 2], loader.SampleShape);
        foreach (Batch<int> batch in loader)
            Assert.Equal(4, batch.Inputs.Length);
        Assert.Throws<ArgumentException>(() => new DataLoader<int>(pictures, 5) { Transform = new RandomCrop(4) });
    }

    [Fact]
    public void Break_InTheMiddle_EndsTheThreadAndTheNextEpochIsWhole()
    {
        Numbers numbers = new(1_000);
        DataLoader<int> loader = new(numbers, 3);
        for (int i = 0; i < 20; i++)
        {
            foreach (Batch<int> batch in loader)
            {
                if (batch.Targets[0] >= 3 * i)
                    break;
            }

            Assert.False(numbers.LastReader!.IsAlive);
        }

        Assert.Equal(Enumerable.Range(0, 1_000), Epoch(loader));
        Assert.False(numbers.LastReader!.IsAlive);
        Assert.NotSame(Thread.CurrentThread, numbers.LastReader);
    }

    [Fact]
    public void ReaderThrows_InTheLoop_EndsTheThread()
    {
        Numbers numbers = new(1_000);
        DataLoader<int> loader = new(numbers, 3);
        Assert.Throws<InvalidTimeZoneException>(() =>
        {
            foreach (Batch<int> _ in loader)
                throw new InvalidTimeZoneException();
        });
        Assert.False(numbers.LastReader!.IsAlive);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void DatasetThrows_OnTheThread_ComesOutAfterTheWholeBatches(int prefetch)
    {
        DataLoader<int> loader = new(new Numbers(20) { Bad = 13 }, 4) { Prefetch = prefetch };
        for (int epoch = 0; epoch < 2; epoch++)
        {
            List<int> seen = [];
            var error = Assert.Throws<InvalidDataException>(() =>
            {
                foreach (Batch<int> batch in loader)
                    seen.AddRange(batch.Targets);
            });
            Assert.Equal("sample 13", error.Message);
            Assert.Equal(Enumerable.Range(0, 12), seen);
        }
    }

    [Fact]
    public void TwoLoops_OverOneLoader_DoNotDisturbEachOther()
    {
        DataLoader<int> loader = new(new Numbers(20), 3);
        List<int> outer = [];
        foreach (Batch<int> batch in loader)
        {
            Assert.Equal(Enumerable.Range(0, 20), Epoch(loader));
            outer.AddRange(batch.Targets);
        }

        Assert.Equal(Enumerable.Range(0, 20), outer);
    }

    [Fact]
    public void Loop_AfterTheFirstBatches_AllocatesNothingOnEitherThread()
    {
        Numbers numbers = new(4_000) { TracksAllocation = true };
        DataLoader<int> loader = new(numbers, 10) { Shuffle = true, Transform = new Compose(new AddRandom(), new AddRandom()) };
        Epoch(loader);
        long before = 0;
        int batches = 0;
        foreach (Batch<int> batch in loader)
        {
            if (++batches == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            if (batches == 400)
                Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, numbers.AllocatedBetween(1_000, 4_000 - 1));
    }

    [Fact]
    public void Constructor_ImpossibleSizes_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<int>(new Numbers(1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<int>(new Numbers(1), 1) { Prefetch = -1 });
        Assert.Equal([0], Epoch(new DataLoader<int>(new Numbers(1), int.MaxValue)));
    }

    private static int[] Epoch(DataLoader<int> loader)
    {
        int[] targets = new int[loader.SampleCount];
        int filled = 0;
        foreach (Batch<int> batch in loader)
        {
            batch.Targets.CopyTo(targets.AsSpan(filled));
            filled += batch.Count;
        }

        Assert.Equal(targets.Length, filled);
        return targets;
    }

    private static Dictionary<int, float> FirstValues(DataLoader<int> loader)
    {
        Dictionary<int, float> values = [];
        foreach (Batch<int> batch in loader)
        {
            for (int i = 0; i < batch.Count; i++)
                values[batch.Targets[i]] = batch.Inputs[2 * i];
        }

        return values;
    }

    /// <summary>Sample i is [i, i + ½] with target i. Notes who reads it and what that thread has allocated.</summary>
    private sealed class Numbers(int count) : Dataset<int>(count, [2])
    {
        private readonly long[] _allocated = new long[count];
        private int _reads;

        public int Bad { get; init; } = -1;

        public bool TracksAllocation { get; init; }

        public Thread? LastReader { get; private set; }

        public override void Read(int index, Span<float> sample, Span<int> target)
        {
            if (index == Bad)
                throw new InvalidDataException($"sample {index}");
            CheckRead(index, sample, target);
            LastReader = Thread.CurrentThread;
            if (TracksAllocation)
                _allocated[_reads++ % _allocated.Length] = GC.GetAllocatedBytesForCurrentThread();
            sample[0] = index;
            sample[1] = index + 0.5f;
            target[0] = index;
        }

        /// <summary>What the reading thread allocated between two reads of the last epoch.</summary>
        public long AllocatedBetween(int first, int last) => _allocated[last] - _allocated[first];
    }

    private sealed class AddRandom : Transform
    {
        public override void Apply(ReadOnlySpan<float> sample, ReadOnlySpan<int> sampleShape, Span<float> result, RandomGenerator random)
        {
            for (int i = 0; i < sample.Length; i++)
                result[i] = sample[i] + random.NextSingle();
        }
    }
}
