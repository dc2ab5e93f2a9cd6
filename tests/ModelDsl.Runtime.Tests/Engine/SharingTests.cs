using System.Collections.Concurrent;
using ModelDsl.Engine;
using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Engine;

/// <summary>When the workers share the steps of a piece, and what then runs. It changes the one pool of the process, so it runs alone.</summary>
[Collection(nameof(ProcessWide))]
public sealed class SharingTests
{
    private const int Samples = 4;

    [Theory]
    [InlineData(1, 2, 2)] // one piece, two workers: both share it
    [InlineData(1, 8, 3)] // no more shares than the step can be cut into
    [InlineData(2, 8, 1)] // pieces of their own
    [InlineData(1, 1, 1)]
    [InlineData(5, 4, 1)]
    public void RunPieces_OnePiece_SharesItsSteps(int pieces, int workers, int shares)
    {
        WithWorkers(workers, () =>
        {
            Recorder engine = new(parallelFrom: 1, from: 1);
            engine.PredictShared(pieces);

            List<string> expected = [.. Enumerable.Range(0, Recorder.Others).Select(other => $"other {pieces + other}")];
            for (int piece = 0; piece < pieces; piece++)
            {
                expected.Add($"piece {piece}");
                for (int share = 0; share < shares; share++) expected.Add(shares == 1 ? $"step of {piece}, whole" : $"step of {piece}, {share} of {shares}");
            }
            Assert.Equal(expected.Order(), engine.Done.Order());
        });
    }

    [Fact]
    public void RunPieces_ManyCalls_BothWaysAreTriedAndTriedAgain()
    {
        WithWorkers(2, () =>
        {
            Recorder engine = new(parallelFrom: 1, from: 1);
            bool[] isShared = new bool[1100];
            for (int call = 0; call < isShared.Length; call++)
            {
                engine.Done.Clear();
                engine.Predict(1);
                isShared[call] = engine.Done.Contains("step of 0, 0 of 2");
            }
            bool[] trial = [false, false, true, true, false, false, true, true];
            Assert.Equal(trial, isShared[..8]);
            Assert.Equal(trial, isShared[512..520]);
            Assert.Equal(trial, isShared[1024..1032]);

            // In between, one of the two ways alone.
            Assert.Single(isShared[8..512].Distinct());
            Assert.Single(isShared[520..1024].Distinct());
        });
    }

    [Fact]
    public void RunPieces_LittleWork_SharesNothing()
    {
        WithWorkers(4, () =>
        {
            Recorder small = new(parallelFrom: Samples + 1, from: 1), smallStep = new(parallelFrom: 1, from: Samples + 1);
            small.PredictShared(1);
            smallStep.PredictShared(1);

            Assert.Contains("step of 0, whole", small.Done);
            Assert.Contains("step of 0, whole", smallStep.Done);
        });
    }

    [Fact]
    public void RunPieces_AnotherThreadShares_ComputesAlone()
    {
        WithWorkers(4, () =>
        {
            Recorder engine = new(parallelFrom: 1, from: 1);
            using Barrier isSharing = new(2), isDone = new(2);
            Recorder other = new(parallelFrom: 1, from: 1) { InSharedPiece = () => { isSharing.SignalAndWait(); isDone.SignalAndWait(); } };
            Thread thread = new(() => other.PredictShared(1));
            thread.Start();
            isSharing.SignalAndWait();
            engine.PredictShared(1);
            isDone.SignalAndWait();
            thread.Join();

            Assert.Contains("step of 0, whole", engine.Done);
            Assert.Contains("step of 0, 0 of 3", other.Done);
            engine.Predict(1); // the second of the calls that try it
            Assert.Contains("step of 0, 0 of 3", engine.Done);
        });
    }

    [Fact]
    public void RunPieces_StepThrows_NextPhaseIsNotShared()
    {
        WithWorkers(4, () =>
        {
            Recorder engine = new(parallelFrom: 1, from: 1) { Throws = true };
            Assert.Throws<InvalidOperationException>(() => engine.PredictShared(1));
            engine.Done.Clear();
            engine.Throws = false;
            engine.Predict(3);

            Assert.All([0, 1, 2], piece => Assert.Contains($"step of {piece}, whole", engine.Done));
        });
    }

    private static void WithWorkers(int workers, Action act)
    {
        int before = WorkerPool.Shared.Workers;
        try
        {
            WorkerPool.Shared.Workers = workers;
            act();
        }
        finally
        {
            WorkerPool.Shared.Workers = before;
        }
    }

    /// <summary>A network of one phase: a step that can be cut into 3 shares, and behind the pieces two other tasks.</summary>
    private sealed class Recorder(int parallelFrom, int from)
        : PredictionEngine("Recorder", new ParameterCollection([], seed: 0), smallestPiece: Samples, pieceSize: Samples, workerFloats: 16, pieceFloats: 0, batchFloats: 0, scratchFloats: 0, sharedFloats: 16, parallelFrom)
    {
        public const int Others = 2;

        public ConcurrentBag<string> Done { get; } = [];

        public bool Throws { get; set; }

        /// <summary>What a call does that tries to share a piece.</summary>
        public Action? InSharedPiece { get; init; }

        private bool _triesSharing;

        public void Predict(int pieces) => Predict(new float[pieces * Samples], new float[pieces * Samples], pieces * Samples);

        /// <summary>The first call that may share pieces: before it are two that do not, to compare with.</summary>
        public void PredictShared(int pieces)
        {
            for (int call = 0; call < 2; call++) Predict(pieces);
            Done.Clear();
            _triesSharing = true;
            Predict(pieces);
        }

        protected override void Run() => RunPieces(phase: 0, Others);

        public override void RunTask(int phase, int task)
        {
            if (phase == 1)
            {
                Done.Add($"step of 0, {task} of {Shares}");
                if (Throws) throw new InvalidOperationException("as told");
            }
            else if (task >= PieceCount)
            {
                Done.Add($"other {task}");
            }
            else
            {
                Done.Add($"piece {task}");
                if (_triesSharing) InSharedPiece?.Invoke();
                if (!Share(step: 1, shares: 3, from)) Done.Add($"step of {task}, whole");
            }
        }
    }
}
