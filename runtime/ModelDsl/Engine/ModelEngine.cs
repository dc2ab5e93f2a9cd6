using System.ComponentModel;

namespace ModelDsl.Engine;

/// <summary>
/// What emitted networks derive from: it owns the memory of a batch and runs the phases that the compiler planned. Users see the model
/// class around it.
/// </summary>
/// <remarks>
/// A batch is cut into pieces of a constant number of samples. Each piece has a block of memory in which every value has a constant
/// offset, so that workers never write to each other's memory and results do not depend on their number.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class ModelEngine : IParallelWork
{
    private readonly string _model;
    private readonly ParameterCollection _parameters;
    private readonly int _pieceSize;
    private readonly int _pieceFloats;
    private readonly int _parallelFrom;
    private readonly AlignedBuffer _shared;
    private AlignedBuffer _pieces = new(0);
    private float* _inputs;
    private int _inputLength;

    /// <param name="model">The model's name, for messages.</param>
    /// <param name="parameters">The parameters that the network reads and whose gradients it writes.</param>
    /// <param name="pieceSize">Samples in a piece.</param>
    /// <param name="pieceFloats">Floats of the block of a piece.</param>
    /// <param name="sharedFloats">Floats of the memory that is there once: packed weights, statistics.</param>
    /// <param name="parallelFrom">The number of samples from which several workers are worth their while.</param>
    protected ModelEngine(string model, ParameterCollection parameters, int pieceSize, int pieceFloats, int sharedFloats, int parallelFrom)
    {
        _model = model;
        _parameters = parameters;
        _pieceSize = pieceSize;
        _pieceFloats = pieceFloats;
        _parallelFrom = parallelFrom;
        _shared = new AlignedBuffer(sharedFloats);
    }

    /// <summary>Samples in the batch at hand.</summary>
    protected int BatchSize { get; private set; }

    /// <summary>Pieces of the batch at hand.</summary>
    protected int PieceCount { get; private set; }

    /// <summary>The memory that is there once.</summary>
    protected Span<float> Shared => _shared.Span;

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

    /// <summary>The caller's inputs, as declared.</summary>
    protected ReadOnlySpan<float> CallerInputs => new(_inputs, _inputLength);

    /// <inheritdoc/>
    public abstract void RunTask(int phase, int task);

    /// <summary>The block of a piece.</summary>
    protected Span<float> Piece(int piece) => _pieces.Span.Slice(piece * _pieceFloats, _pieceFloats);

    /// <summary>The number of samples in a piece: all but the last are full.</summary>
    protected int CountOf(int piece) => Math.Min(_pieceSize, BatchSize - piece * _pieceSize);

    /// <summary>Runs one phase and waits for its end.</summary>
    protected void Run(int phase, int tasks)
    {
        if (tasks > 1 && BatchSize >= _parallelFrom)
        {
            WorkerPool.Shared.Run(this, phase, tasks);
            return;
        }
        for (int task = 0; task < tasks; task++) RunTask(phase, task);
    }

    /// <summary>Takes the model for this thread.</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    private protected void Enter()
    {
        if (_parameters.TryEnter()) return;
        throw new InvalidOperationException(
            $"'{_model}' is computing already, on another thread. A model has one set of working memory: give each thread a model of its own, or take turns.");
    }

    private protected void Leave()
    {
        _inputs = null;
        _inputLength = 0;
        _parameters.Leave();
    }

    /// <summary>Sets the batch that the next phases work on.</summary>
    /// <exception cref="ArgumentException">The batch is too large for one block of memory.</exception>
    private protected void Begin(float* inputs, int inputLength, int samples)
    {
        int pieces = (samples + _pieceSize - 1) / _pieceSize;
        long needed = (long)_pieceFloats * pieces;
        if (needed > _pieces.Length)
        {
            if (needed > Array.MaxLength / 2)
            {
                throw new ArgumentException(
                    $"'{_model}' needs {needed * sizeof(float) >> 20} MiB of memory for a batch of {samples} samples, more than one block can have. Use smaller batches.");
            }
            _pieces = new AlignedBuffer((int)needed);
        }
        _inputs = inputs;
        _inputLength = inputLength;
        BatchSize = samples;
        PieceCount = pieces;
    }
}
