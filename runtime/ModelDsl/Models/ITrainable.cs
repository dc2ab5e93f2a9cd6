namespace ModelDsl;

/// <summary>A model with one input, one output and one target that declares a loss, and so can be trained.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class indices, <see cref="float"/> for everything else.</typeparam>
public interface ITrainable<TTarget> : IPredictor
    where TTarget : unmanaged
{
    /// <summary>How many target values one sample has: 1 for a class index.</summary>
    int TargetSize { get; }

    /// <summary>One whole training step: forward, backward, update.</summary>
    /// <param name="inputs">One sample after another, <see cref="IPredictor.InputSize"/> values each.</param>
    /// <param name="targets">One target after another, <see cref="TargetSize"/> values each.</param>
    /// <param name="optimizer">The optimizer, made for this model.</param>
    /// <returns>The loss of the batch before the update.</returns>
    float Train(ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets, Optimizer optimizer);

    /// <summary>Forward and backward in training mode; the gradients replace those in <see cref="ParameterCollection.Gradients"/>.</summary>
    /// <returns>The loss of the batch.</returns>
    float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets);

    /// <summary>The same, but the gradients are added to those that are there: several calls, and one step for all, learn from a batch that is too large for one.</summary>
    /// <remarks>
    /// A loss that is a mean makes the sum of as many means; <see cref="GradientScaling.ScaleGradients">scale</see> by one over their number to have the mean of all.
    /// The first call of a round may be <see cref="Backward"/>, which clears what was there.
    /// </remarks>
    /// <param name="inputs">One sample after another, <see cref="IPredictor.InputSize"/> values each.</param>
    /// <param name="targets">One target after another, <see cref="TargetSize"/> values each.</param>
    /// <returns>The loss of this batch alone.</returns>
    float Accumulate(ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets);

    /// <summary>The loss of a batch in evaluation mode. Nothing is learned.</summary>
    /// <param name="inputs">One sample after another, <see cref="IPredictor.InputSize"/> values each.</param>
    /// <param name="targets">One target after another, <see cref="TargetSize"/> values each.</param>
    /// <param name="outputs">Receives the predictions, <see cref="IPredictor.OutputSize"/> values for each sample.</param>
    float Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets, Span<float> outputs);
}
