using System.ComponentModel;

namespace ModelDsl.Engine;

/// <summary>
/// What emitted networks derive from: it owns the memory of a batch, hands out the caller's spans to the workers, and runs the phases
/// that the compiler planned. Users see the model class around it.
/// </summary>
/// <remarks>
/// A batch is cut into pieces of a constant number of samples. Each piece has a block of memory in which every value has a constant
/// offset, so that workers never share a cache line and results do not depend on their number.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class ModelEngine : IParallelWork
{
    private readonly string _model;
    private readonly ParameterCollection _parameters;
    private readonly int _pieceSize;
    private readonly PinnedBlock _shared;
    private PinnedBlock _pieces = PinnedBlock.Empty;
    private int _pieceFloats;
    private bool _isParallel;
    private int _busy;

    private float* _inputs;
    private int _inputLength;
    private float* _outputs;
    private int _outputLength;
    private void* _targets;
    private int _targetLength;

    /// <param name="model">The model's name, for messages.</param>
    /// <param name="parameters">The parameters that the network reads and whose gradients it writes.</param>
    /// <param name="pieceSize">Samples in a piece.</param>
    /// <param name="sharedFloats">Floats of the memory that is there once: packed weights, statistics.</param>
    protected ModelEngine(string model, ParameterCollection parameters, int pieceSize, int sharedFloats)
    {
        _model = model;
        _parameters = parameters;
        _pieceSize = pieceSize;
        _shared = new PinnedBlock(sharedFloats);
    }

    /// <summary>Samples in the batch at hand.</summary>
    protected int BatchSize { get; private set; }

    /// <summary>Pieces of the batch at hand.</summary>
    protected int PieceCount { get; private set; }

    /// <summary>The number of training steps so far: what the random numbers of a step are drawn from.</summary>
    protected long StepIndex { get; private set; }

    /// <summary>The memory that is there once.</summary>
    protected Span<float> Shared => _shared.Span;

    /// <summary>The parameter block.</summary>
    protected ReadOnlySpan<float> Parameters => _parameters.Values;

    /// <summary>The gradient block, laid out as the parameters.</summary>
    protected Span<float> Gradients => _parameters.Gradients;

    /// <summary>The buffers: running statistics.</summary>
    protected Span<float> Buffers => _parameters.Buffers;

    /// <summary>Moves with every change of the parameters or buffers; packed copies remember what they were made of.</summary>
    protected int Version => _parameters.Version;

    /// <summary>The caller's inputs, as declared.</summary>
    protected ReadOnlySpan<float> CallerInputs => new(_inputs, _inputLength);

    /// <summary>The caller's outputs.</summary>
    protected Span<float> CallerOutputs => new(_outputs, _outputLength);

    /// <summary>The caller's targets where they are class indices.</summary>
    protected ReadOnlySpan<int> ClassTargets => new(_targets, _targetLength);

    /// <summary>The caller's targets where they are numbers.</summary>
    protected ReadOnlySpan<float> NumberTargets => new(_targets, _targetLength);

    /// <summary>Computes the outputs of a batch, some pieces at a time.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="outputs">Receives the outputs.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="chunk">Samples to compute at a time: it bounds the memory.</param>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs, int samples, int chunk)
    {
        if (samples == 0) return;
        Enter();
        try
        {
            int inputSize = inputs.Length / samples, outputSize = outputs.Length / samples;
            fixed (float* input = inputs, output = outputs)
            {
                for (int start = 0; start < samples; start += chunk)
                {
                    int count = Math.Min(chunk, samples - start);
                    _inputs = input + (long)start * inputSize;
                    _inputLength = count * inputSize;
                    _outputs = output + (long)start * outputSize;
                    _outputLength = count * outputSize;
                    BatchSize = count;
                    PieceCount = (count + _pieceSize - 1) / _pieceSize;
                    RunPrediction();
                }
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs forward and backward of one batch in training mode.</summary>
    /// <returns>The loss.</returns>
    public float Backward<TTarget>(ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets, int samples)
        where TTarget : unmanaged
    {
        Enter();
        try
        {
            fixed (float* input = inputs)
            fixed (TTarget* target = targets)
            {
                _inputs = input;
                _inputLength = inputs.Length;
                _targets = target;
                _targetLength = targets.Length;
                BatchSize = samples;
                PieceCount = (samples + _pieceSize - 1) / _pieceSize;
                float loss = RunTraining();
                StepIndex++;
                return loss;
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    public abstract void RunTask(int phase, int task);

    /// <summary>Runs the phases that predict.</summary>
    protected abstract void RunPrediction();

    /// <summary>Runs the phases of forward and backward.</summary>
    /// <returns>The loss.</returns>
    protected abstract float RunTraining();

    /// <summary>Says how the pieces of this run lie: called first by a run.</summary>
    /// <param name="pieceFloats">Floats of a piece's block.</param>
    /// <param name="isParallel">Whether the work is worth several workers.</param>
    protected void Prepare(int pieceFloats, bool isParallel)
    {
        _pieceFloats = pieceFloats;
        _isParallel = isParallel;
        long needed = (long)pieceFloats * PieceCount;
        if (_pieces.Span.Length >= needed) return;
        if (needed > Array.MaxLength / sizeof(float))
        {
            throw new ArgumentException(
                $"A batch of {BatchSize} samples needs {needed * sizeof(float) / (1 << 20)} MiB of memory for '{_model}', more than one block can have. Use smaller batches.");
        }
        _pieces = PinnedBlock.Empty;
        _pieces = new PinnedBlock((int)needed);
    }

    /// <summary>The block of a piece.</summary>
    protected Span<float> Piece(int piece) => _pieces.Span.Slice(piece * _pieceFloats, _pieceFloats);

    /// <summary>The number of samples in a piece: all but the last are full.</summary>
    protected int CountOf(int piece) => Math.Min(_pieceSize, BatchSize - piece * _pieceSize);

    /// <summary>Runs one phase and waits for its end.</summary>
    protected void Run(int phase, int tasks)
    {
        if (_isParallel && tasks > 1)
        {
            WorkerPool.Shared.Run(this, phase, tasks);
            return;
        }
        for (int task = 0; task < tasks; task++) RunTask(phase, task);
    }

    /// <summary>Says that running statistics were written.</summary>
    protected void BuffersChanged() => _parameters.MarkChanged();

    private void Enter()
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException(
                $"'{_model}' is computing already, on another thread. A model has one set of working memory: give each thread a model of its own, or take turns.");
        }
    }

    private void Leave()
    {
        _inputs = _outputs = null;
        _targets = null;
        _inputLength = _outputLength = _targetLength = 0;
        Volatile.Write(ref _busy, 0);
    }
}
