using System.ComponentModel;

namespace ModelDsl.Engine;

/// <summary>
/// What emitted networks derive from: it owns the memory of a batch and runs the phases that the compiler planned. Users see the model
/// class around it.
/// </summary>
/// <remarks>
/// A batch is cut into pieces, of a number of samples that follows from the size of the batch alone. A worker has a block of memory for the piece at hand, which stays in its cache
/// from one piece to the next, and each piece has a block for what it leaves to later phases. In both every value has a constant offset, so that workers never write to each other's
/// memory. What is looked at for the whole batch lies in memory of its own. What pieces add up they add to the sums of a part of the batch, one piece after another, and the parts are
/// cut by the number of pieces: results do not depend on the number of workers.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class ModelEngine : IParallelWork
{
    /// <summary>The most parts of a batch that are summed apart: emitted networks have room for so many.</summary>
    private const int MostParts = 8;

    private readonly string _model;
    private readonly ParameterCollection _parameters;
    private readonly int _smallestPiece;
    private readonly int _pieceSize;
    private readonly int _workerFloats;
    private readonly int _pieceFloats;
    private readonly int _batchFloats;
    private readonly int _scratchFloats;
    private readonly int _parallelFrom;
    private readonly AlignedBuffer _shared;
    private AlignedBuffer _ofWorkers = new(0);
    private AlignedBuffer _pieces = new(0);
    private AlignedBuffer _batch = new(0);
    private AlignedBuffer _scratch = new(0);
    private int _batchCapacity;
    private int _workers;
    private int _workersOfPiece = 1;
    private bool _isParallel;
    private SharingTrial _trial;
    private int _samplesOfPiece;
    private readonly CallerBlock[] _caller = new CallerBlock[CallerBlock.Count];

    /// <param name="model">The model's name, for messages.</param>
    /// <param name="parameters">The parameters that the network reads and whose gradients it writes.</param>
    /// <param name="smallestPiece">The fewest samples that are worth a worker's while.</param>
    /// <param name="pieceSize">The most samples in a piece.</param>
    /// <param name="workerFloats">Floats of the block of a worker.</param>
    /// <param name="pieceFloats">Floats of the block of a piece.</param>
    /// <param name="batchFloats">Floats of the memory of all samples, for each of them.</param>
    /// <param name="scratchFloats">Floats that a step needs while it runs.</param>
    /// <param name="sharedFloats">Floats of the memory that is there once: packed weights, statistics.</param>
    /// <param name="parallelFrom">The number of samples from which several workers are worth their while.</param>
    protected ModelEngine(string model, ParameterCollection parameters, int smallestPiece, int pieceSize, int workerFloats, int pieceFloats, int batchFloats, int scratchFloats, int sharedFloats, int parallelFrom)
    {
        _model = model;
        _parameters = parameters;
        _smallestPiece = smallestPiece;
        _pieceSize = pieceSize;
        _workerFloats = workerFloats;
        _pieceFloats = pieceFloats;
        _batchFloats = batchFloats;
        _scratchFloats = scratchFloats;
        _parallelFrom = parallelFrom;
        _shared = new AlignedBuffer(sharedFloats);
    }

    /// <summary>Samples in the batch at hand.</summary>
    protected int BatchSize { get; private set; }

    /// <summary>Pieces of the batch at hand.</summary>
    protected int PieceCount { get; private set; }

    /// <summary>Parts of the batch at hand: some pieces that follow each other.</summary>
    protected int PartCount => Math.Min(MostParts, PieceCount);

    /// <summary>The memory that is there once.</summary>
    protected Span<float> Shared => _shared.Span;

    /// <summary>What a step may use while it runs; another thread has another.</summary>
    protected Span<float> Scratch => _scratch.Span.Slice(WorkerPool.Index * _scratchFloats, _scratchFloats);

    /// <summary>The parameter block.</summary>
    protected ReadOnlySpan<float> Parameters => _parameters.Values;

    /// <summary>The gradient block, laid out as the parameters.</summary>
    protected Span<float> Gradients => _parameters.Gradients;

    /// <summary>The buffers: running statistics.</summary>
    protected ReadOnlySpan<float> Buffers => _parameters.Buffers;

    /// <summary>The buffers, for writing.</summary>
    protected Span<float> WritableBuffers => _parameters.WritableBuffers();

    /// <summary>Moves with every change of the parameters or buffers; packed copies remember what they were made of.</summary>
    protected int Version => _parameters.Version;

    /// <inheritdoc/>
    public abstract void RunTask(int phase, int task);

    /// <summary>An input of the caller's, of numbers: the batch at hand, in the declared order.</summary>
    /// <param name="index">Which of them.</param>
    protected ReadOnlySpan<float> CallerInput(int index) => Numbers(CallerBlock.Inputs + index);

    /// <summary>A target of the caller's, of numbers.</summary>
    /// <param name="index">Which of them.</param>
    protected ReadOnlySpan<float> NumberTarget(int index) => Numbers(CallerBlock.Targets + index);

    /// <summary>A target of the caller's, of class indices.</summary>
    /// <param name="index">Which of them.</param>
    protected ReadOnlySpan<int> ClassTarget(int index) => Indices(CallerBlock.Targets + index);

    /// <summary>Whether the caller takes outputs: gradients of inputs are not always asked for.</summary>
    protected bool HasOutputs => _caller[CallerBlock.Outputs].Start != null;

    /// <summary>An output of the caller's.</summary>
    /// <param name="index">Which of them.</param>
    protected Span<float> CallerOutput(int index) => Numbers(CallerBlock.Outputs + index);

    /// <summary>The block of this worker; of the calling one, where workers share a piece.</summary>
    protected Span<float> Worker => _ofWorkers.Span.Slice((_workersOfPiece > 1 ? 0 : WorkerPool.Index) * _workerFloats, _workerFloats);

    /// <summary>The block of a piece.</summary>
    protected Span<float> Piece(int piece) => _pieces.Span.Slice(piece * _pieceFloats, _pieceFloats);

    /// <summary>A value in the memory of all samples.</summary>
    /// <param name="at">Floats for each sample before it.</param>
    /// <param name="size">Floats of one sample.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="count">How many samples.</param>
    protected Span<float> Batch(int at, int size, int first, int count) => _batch.Span.Slice(at * _batchCapacity + first * size, count * size);

    /// <summary>The batch's index of a piece's first sample.</summary>
    protected int FirstOf(int piece) => piece * _samplesOfPiece;

    /// <summary>The number of samples in a piece: all but the last have the same.</summary>
    protected int CountOf(int piece) => Math.Min(_samplesOfPiece, BatchSize - piece * _samplesOfPiece);

    /// <summary>The first piece of a part; of the number of parts, the number of pieces.</summary>
    protected int FirstPieceOf(int part) => part * PieceCount / PartCount;

    /// <summary>The part that a piece belongs to.</summary>
    /// <param name="first">The piece's first sample.</param>
    protected int PartOf(int first) => ((first / _samplesOfPiece + 1) * PartCount - 1) / PieceCount;

    /// <summary>Whether a piece is the first of its part.</summary>
    /// <param name="first">The piece's first sample.</param>
    protected bool BeginsPart(int first) => first / _samplesOfPiece == FirstPieceOf(PartOf(first));

    /// <summary>How many workers share a step of the one piece.</summary>
    protected int Shares { get; private set; }

    /// <summary>Runs one phase and waits for its end.</summary>
    /// <param name="phase">Which phase.</param>
    /// <param name="tasks">How many tasks it has.</param>
    protected void Run(int phase, int tasks) => Run(phase, 0, tasks);

    /// <summary>
    /// Runs a phase that begins with the pieces. Where there is one alone, the workers share its steps, if that has turned out to be faster.
    /// </summary>
    /// <param name="phase">Which phase.</param>
    /// <param name="others">How many tasks it has behind the pieces.</param>
    protected void RunPieces(int phase, int others = 0) => RunAll(phase, PieceCount, others);

    /// <summary>The same, of a phase whose tasks begin with parts: the pieces of one come after another.</summary>
    /// <inheritdoc cref="RunPieces"/>
    protected void RunParts(int phase, int others = 0) => RunAll(phase, PartCount, others);

    private void RunAll(int phase, int pieces, int others)
    {
        if (!_isParallel || !IsOnePiece)
        {
            Run(phase, 0, pieces + others);
            return;
        }
        try
        {
            if (WorkerPool.Shared.BeginSharing()) _workersOfPiece = _workers;
            RunTask(phase, 0);
        }
        finally
        {
            _workersOfPiece = 1;
            WorkerPool.Shared.EndSharing();
        }
        Run(phase, 1, others);
    }

    /// <summary>Lets the workers share a step of the one piece, if there is but one and it is worth their while.</summary>
    /// <param name="step">The step's number for <see cref="RunTask"/>, whose task is the share.</param>
    /// <param name="shares">Into how many shares the step can be cut.</param>
    /// <param name="from">The number of samples from which that is worth while.</param>
    /// <returns>Whether it is done; otherwise the caller computes it.</returns>
    protected bool Share(int step, int shares, int from)
    {
        if (_workersOfPiece == 1 || BatchSize < from || WorkerPool.Shared.IsTaken) return false;
        Shares = Math.Min(shares, _workersOfPiece);
        Run(step, 0, Shares);
        return true;
    }

    private void Run(int phase, int firstTask, int tasks)
    {
        if (tasks > 1 && _isParallel)
        {
            WorkerPool.Shared.Run(this, phase, firstTask, tasks);
            return;
        }
        for (int task = 0; task < tasks; task++) RunTask(phase, firstTask + task);
    }

    /// <summary>Takes the model for this thread.</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    private protected void Enter()
    {
        if (_parameters.TryEnter()) return;
        throw new InvalidOperationException(
            $"'{_model}' is computing already, on another thread. A model has one set of working memory: give each thread a model of its own, or take turns.");
    }

    private protected void Leave() => _parameters.Leave();

    /// <summary>Says where samples of the caller's lie, which stay there while the call lasts.</summary>
    /// <param name="block">Which of them: an index of <see cref="CallerBlock"/>.</param>
    /// <param name="start">The first sample.</param>
    /// <param name="size">The values of one sample.</param>
    private protected void SetCaller(int block, void* start, int size) => _caller[block] = new CallerBlock((float*)start, size);

    /// <summary>Goes on to the samples of the caller's behind so many.</summary>
    private protected void AdvanceCaller(int samples)
    {
        foreach (ref CallerBlock block in _caller.AsSpan()) block.Start += (long)samples * block.Size;
    }

    /// <summary>Pins the spans of a call one after another, then computes.</summary>
    /// <returns>What <see cref="Compute"/> returns.</returns>
    private protected float ComputePinned(scoped CallerSpans inputs, scoped CallerSpans targets, scoped CallerSpans outputs, int samples)
    {
        Enter();
        try
        {
            return PinFrom(CallerBlock.Inputs, in inputs, in targets, in outputs, samples);
        }
        finally
        {
            Array.Clear(_caller);
            Leave();
        }
    }

    /// <summary>Computes a batch whose memory is known.</summary>
    /// <returns>The loss, if there is any.</returns>
    private protected abstract float Compute(int samples);

    /// <summary>Sets the batch that the next phases work on.</summary>
    /// <exception cref="ArgumentException">The batch is too large for one block of memory.</exception>
    private protected void Begin(int samples)
    {
        // Most batches are as large as the one before.
        int workers = WorkerPool.Shared.Workers;
        if (samples != BatchSize || workers != _workers) Plan(samples, workers);
        _isParallel = samples >= _parallelFrom && (!IsOnePiece || _trial.Begin());
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    private protected void End()
    {
        if (BatchSize >= _parallelFrom && IsOnePiece) _trial.End();
    }

    /// <summary>Whether all other workers have no piece, so that they would share one.</summary>
    private bool IsOnePiece => PieceCount == 1 && _workers > 1;

    private void Plan(int samples, int workers)
    {
        _samplesOfPiece = SamplesOfPiece(samples);
        int pieces = (samples + _samplesOfPiece - 1) / _samplesOfPiece;
        Reserve(ref _ofWorkers, (long)_workerFloats * workers, samples);
        Reserve(ref _pieces, (long)_pieceFloats * pieces, samples);
        Reserve(ref _scratch, (long)_scratchFloats * workers, samples);
        if (samples > _batchCapacity)
        {
            Reserve(ref _batch, (long)_batchFloats * samples, samples);
            _batchCapacity = samples;
        }
        BatchSize = samples;
        PieceCount = pieces;
        _workers = workers;
        _trial.Restart();
    }

    private Span<float> Numbers(int block) => new(_caller[block].Start, BatchSize * _caller[block].Size);

    private ReadOnlySpan<int> Indices(int block) => new(_caller[block].Start, BatchSize * _caller[block].Size);

    /// <summary>A span is pinned in a frame of its own: a method for any number of them.</summary>
    private float PinFrom(int block, scoped in CallerSpans inputs, scoped in CallerSpans targets, scoped in CallerSpans outputs, int samples)
    {
        if (block == CallerBlock.Count) return Compute(samples);
        (int kind, int index) = Math.DivRem(block, CallerSpans.Most);
        ReadOnlySpan<float> span = (kind switch { 0 => inputs, 1 => targets, _ => outputs })[index];
        if (span.IsEmpty) return PinFrom((kind + 1) * CallerSpans.Most, in inputs, in targets, in outputs, samples);
        fixed (float* start = span)
        {
            SetCaller(block, start, span.Length / samples);
            return PinFrom(block + 1, in inputs, in targets, in outputs, samples);
        }
    }

    /// <summary>Eight pieces, for as many workers to share; but where that would leave few samples in each, rather two.</summary>
    private int SamplesOfPiece(int samples)
    {
        const int Pieces = 8, Few = 32;
        int wanted = Math.Max((samples + Pieces - 1) / Pieces, Math.Min(Few, (samples + 1) / 2));
        return Math.Clamp(wanted, _smallestPiece, _pieceSize);
    }

    private void Reserve(ref AlignedBuffer buffer, long needed, int samples)
    {
        if (needed <= buffer.Length) return;
        if (needed > Array.MaxLength / 2)
        {
            throw new ArgumentException(
                $"'{_model}' needs {needed * sizeof(float) >> 20} MiB of memory for a batch of {samples} samples, more than one block can have. Use smaller batches.");
        }
        buffer = new AlignedBuffer((int)needed);
    }
}
