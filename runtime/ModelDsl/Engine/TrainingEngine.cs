using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Engine;

/// <summary>The half of an emitted network that computes losses and gradients.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class TrainingEngine : ModelEngine
{
    private readonly float[] _dropoutRates;
    private AlignedBuffer? _keptGradients;

    /// <inheritdoc cref="ModelEngine(string, ParameterCollection, int, int, int, int, int, int, int, int)"/>
    /// <param name="seed">What random numbers are drawn from: dropout.</param>
    /// <param name="dropoutRates">What the dropout layers start from, in their order.</param>
#pragma warning disable CS1573 // the other parameters' documentation is inherited
    protected TrainingEngine(string model, ParameterCollection parameters, int smallestPiece, int pieceSize, int workerFloats, int pieceFloats, int batchFloats, int scratchFloats, int sharedFloats, int parallelFrom, long seed, float[] dropoutRates)
#pragma warning restore CS1573
        : base(model, parameters, smallestPiece, pieceSize, workerFloats, pieceFloats, batchFloats, scratchFloats, sharedFloats, parallelFrom)
    {
        Seed = seed;
        _dropoutRates = dropoutRates;
    }

    /// <summary>What random numbers are drawn from, with <see cref="StepIndex"/>.</summary>
    protected long Seed { get; }

    /// <summary>The number of steps before this one.</summary>
    protected long StepIndex { get; private set; }

    /// <summary>The probabilities with which the dropout layers set values to zero.</summary>
    protected ReadOnlySpan<float> DropoutRates => _dropoutRates;

    /// <summary>The rate of a dropout layer.</summary>
    /// <param name="index">Which of them.</param>
    public float GetDropoutRate(int index) => _dropoutRates[index];

    /// <summary>Changes the rate of a dropout layer for the steps to come.</summary>
    /// <param name="index">Which of them.</param>
    /// <param name="value">The probability of a zero, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is no probability.</exception>
    public void SetDropoutRate(int index, float value)
    {
        if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(value), value, "the rate of a dropout layer: expected a probability, from 0 to 1");
        _dropoutRates[index] = value;
    }

    /// <summary>Runs forward and backward of one batch in training mode, of a model with one input and one target.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="samples">The number of samples, at least 1.</param>
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
                SetCaller(CallerBlock.Inputs, input, inputs.Length / samples);
                SetCaller(CallerBlock.Targets, target, targets.Length / samples);
                return Compute(samples);
            }
        }
        finally
        {
            SetCaller(CallerBlock.Inputs, null, 0);
            SetCaller(CallerBlock.Targets, null, 0);
            Leave();
        }
    }

    /// <summary>Runs forward and backward of one batch in training mode, of a model with any inputs and targets.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <returns>The loss.</returns>
    public float Backward(CallerSpans inputs, CallerSpans targets, int samples) => ComputePinned(inputs, targets, default, samples);

    /// <summary>The same, and the gradients of inputs.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="gradients">Receive the gradients of the inputs that have <c>RequiresGrad</c>.</param>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <returns>The loss.</returns>
    public float Backward(CallerSpans inputs, CallerSpans targets, CallerSpans gradients, int samples) => ComputePinned(inputs, targets, gradients, samples);

    private protected sealed override float Compute(int samples)
    {
        Begin(samples);
        float loss = Run();
        End();
        StepIndex++;
        return loss;
    }

    /// <summary>Puts the present gradients aside, before a backward pass replaces them.</summary>
    public void KeepGradients()
    {
        _keptGradients ??= new AlignedBuffer(Gradients.Length);
        Gradients.CopyTo(_keptGradients.Span);
    }

    /// <summary>Adds the gradients that were put aside.</summary>
    public void AddKeptGradients()
    {
        // The block's length is a multiple of 16.
        ReadOnlySpan<Vector512<float>> kept = MemoryMarshal.Cast<float, Vector512<float>>(_keptGradients!.Span);
        Span<Vector512<float>> gradients = MemoryMarshal.Cast<float, Vector512<float>>(Gradients);
        for (int i = 0; i < gradients.Length; i++) gradients[i] = kept[i] + gradients[i];
    }

    /// <summary>Runs the phases.</summary>
    /// <returns>The loss.</returns>
    protected abstract float Run();
}
