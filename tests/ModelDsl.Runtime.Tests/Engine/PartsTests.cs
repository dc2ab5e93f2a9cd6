using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ModelDsl.Engine;
using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Engine;

/// <summary>How a batch is cut into pieces and parts, and whose memory a piece gets. It changes the one pool of the process, so it runs alone.</summary>
[Collection(nameof(ProcessWide))]
public sealed class PartsTests
{
    /// <summary>Each piece is in one part, in order, whole parts differ by one piece at most, and the first of each part says so.</summary>
    [Fact]
    public void RunParts_AnyNumberOfPieces_EachOnceAndInOrder()
    {
        Recorder engine = new();
        for (int samples = 1; samples <= 70; samples++)
        {
            engine.Pieces.Clear();
            engine.Predict(new float[samples], new float[samples], samples);

            int pieces = (samples + 1) / 2, parts = Math.Min(8, pieces);
            (int Piece, int Part, bool Begins, int Task)[] seen = [.. engine.Pieces.OrderBy(piece => piece.Piece)];
            Assert.Equal(Enumerable.Range(0, pieces), seen.Select(piece => piece.Piece));
            Assert.All(seen, piece => Assert.Equal(piece.Task, piece.Part));
            Assert.Equal(Enumerable.Range(0, parts), seen.Select(piece => piece.Part).Distinct());
            Assert.Equal(parts, seen.Count(piece => piece.Begins));
            Assert.All(seen.GroupBy(piece => piece.Part), part => Assert.True(part.First().Begins));
            Assert.InRange(seen.GroupBy(piece => piece.Part).Max(part => part.Count()) - seen.GroupBy(piece => piece.Part).Min(part => part.Count()), 0, 1);
        }
    }

    /// <summary>A worker has one block for all its pieces; no other has it at the same time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Worker_ManyPieces_NobodyElseWritesThere(int workers)
    {
        int before = WorkerPool.Shared.Workers;
        try
        {
            WorkerPool.Shared.Workers = workers;
            Recorder engine = new();
            for (int call = 0; call < 20; call++) engine.Predict(new float[200], new float[200], 200);
            Assert.False(engine.IsDisturbed);
            Assert.InRange(engine.Blocks.Distinct().Count(), 1, workers);
        }
        finally
        {
            WorkerPool.Shared.Workers = before;
        }
    }

    private sealed class Recorder()
        : PredictionEngine("Recorder", new ParameterCollection([], seed: 0), smallestPiece: 2, pieceSize: 2, workerFloats: 64, pieceFloats: 0, batchFloats: 0, scratchFloats: 0, sharedFloats: 16, parallelFrom: 1)
    {
        public ConcurrentBag<(int Piece, int Part, bool Begins, int Task)> Pieces { get; } = [];

        public ConcurrentBag<nint> Blocks { get; } = [];

        public bool IsDisturbed { get; private set; }

        protected override bool NeedsWholeBatch => true;

        protected override void Run() => RunParts(phase: 0);

        public override void RunTask(int phase, int task)
        {
            for (int piece = FirstPieceOf(task); piece < FirstPieceOf(task + 1); piece++)
            {
                Pieces.Add((piece, PartOf(FirstOf(piece)), BeginsPart(FirstOf(piece)), task));
                Span<float> block = Worker;
                Blocks.Add(Unsafe.ByteOffset(ref Shared[0], ref block[0]));
                block.Fill(piece);
                Thread.SpinWait(200);
                if (block.ContainsAnyExcept(piece)) IsDisturbed = true;
            }
        }
    }
}
