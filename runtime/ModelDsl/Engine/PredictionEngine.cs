using System.ComponentModel;

namespace ModelDsl.Engine;

/// <summary>The half of an emitted network that predicts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class PredictionEngine : ModelEngine
{
    private readonly int _chunk;
    private float* _outputs;
    private int _outputLength;

    /// <inheritdoc cref="ModelEngine(string, ParameterCollection, int, int, int, int, int, int, int)"/>
    protected PredictionEngine(string model, ParameterCollection parameters, int smallestPiece, int pieceSize, int pieceFloats, int batchFloats, int scratchFloats, int sharedFloats, int parallelFrom)
        : base(model, parameters, smallestPiece, pieceSize, pieceFloats, batchFloats, scratchFloats, sharedFloats, parallelFrom)
    {
        // Enough pieces for every worker to have several; not more, for they cost memory.
        const int PiecesAtATime = 32;
        _chunk = pieceSize * PiecesAtATime;
    }

    /// <summary>The caller's outputs.</summary>
    protected Span<float> CallerOutputs => new(_outputs, _outputLength);

    /// <summary>Whether the network looks at the whole batch, as a batch norm without running statistics does.</summary>
    protected virtual bool NeedsWholeBatch => false;

    /// <summary>Computes the outputs of a batch, some pieces at a time, so that any number of samples needs little memory.</summary>
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
                if (samples <= _chunk || NeedsWholeBatch)
                {
                    Predict(input, inputs.Length, output, outputs.Length, samples);
                    return;
                }
                int inputSize = inputs.Length / samples, outputSize = outputs.Length / samples;
                for (int start = 0; start < samples; start += _chunk)
                {
                    int count = Math.Min(_chunk, samples - start);
                    Predict(input + (long)start * inputSize, count * inputSize, output + (long)start * outputSize, count * outputSize, count);
                }
            }
        }
        finally
        {
            _outputs = null;
            _outputLength = 0;
            Leave();
        }
    }

    /// <summary>Runs the phases.</summary>
    protected abstract void Run();

    private void Predict(float* inputs, int inputLength, float* outputs, int outputLength, int samples)
    {
        Begin(inputs, inputLength, samples);
        _outputs = outputs;
        _outputLength = outputLength;
        Run();
    }
}
