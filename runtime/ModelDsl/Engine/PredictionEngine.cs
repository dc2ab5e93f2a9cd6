using System.ComponentModel;

namespace ModelDsl.Engine;

/// <summary>The half of an emitted network that predicts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class PredictionEngine : ModelEngine
{
    private readonly int _chunk;

    /// <inheritdoc cref="ModelEngine(string, ParameterCollection, int, int, int, int, int, int, int, int)"/>
    protected PredictionEngine(string model, ParameterCollection parameters, int smallestPiece, int pieceSize, int workerFloats, int pieceFloats, int batchFloats, int scratchFloats, int sharedFloats, int parallelFrom)
        : base(model, parameters, smallestPiece, pieceSize, workerFloats, pieceFloats, batchFloats, scratchFloats, sharedFloats, parallelFrom)
    {
        // Enough pieces for every worker to have several; not more, for they cost memory.
        const int PiecesAtATime = 32;
        _chunk = pieceSize * PiecesAtATime;
    }

    /// <summary>Whether the network looks at the whole batch, as a batch norm without running statistics does.</summary>
    protected virtual bool NeedsWholeBatch => false;

    /// <summary>Computes the outputs of a batch of a model with one input and one output.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="outputs">Receives the outputs.</param>
    /// <param name="samples">The number of samples.</param>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs, int samples)
    {
        if (samples == 0) return;
        Enter();
        try
        {
            fixed (float* input = inputs, output = outputs)
            {
                SetCaller(CallerBlock.Inputs, input, inputs.Length / samples);
                SetCaller(CallerBlock.Outputs, output, outputs.Length / samples);
                Compute(samples);
            }
        }
        finally
        {
            SetCaller(CallerBlock.Inputs, null, 0);
            SetCaller(CallerBlock.Outputs, null, 0);
            Leave();
        }
    }

    /// <summary>Computes the outputs of a batch of a model with any inputs and outputs.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="outputs">Receive the outputs.</param>
    /// <param name="samples">The number of samples.</param>
    public void Predict(CallerSpans inputs, CallerSpans outputs, int samples)
    {
        if (samples > 0) ComputePinned(inputs, default, outputs, samples);
    }

    /// <summary>Takes some pieces at a time, so that any number of samples needs little memory.</summary>
    private protected sealed override float Compute(int samples)
    {
        int chunk = NeedsWholeBatch ? samples : _chunk;
        for (int left = samples; ;)
        {
            int count = Math.Min(chunk, left);
            Begin(count);
            Run();
            End();
            left -= count;
            if (left == 0) return 0;
            AdvanceCaller(count);
        }
    }

    /// <summary>Runs the phases.</summary>
    protected abstract void Run();
}
