namespace ModelDsl;

/// <summary>A model that takes one input of numbers and computes one output.</summary>
public interface IPredictor : IModel
{
    /// <summary>How many values one sample of the input has.</summary>
    int InputSize { get; }

    /// <summary>How many values the network computes for one sample.</summary>
    int OutputSize { get; }

    /// <summary>Computes the outputs of a batch, as in PyTorch's evaluation mode: no dropout, running batch statistics.</summary>
    /// <param name="inputs">One sample after another, <see cref="InputSize"/> values each, in the declared (channels first) order.</param>
    /// <param name="outputs">Receives <see cref="OutputSize"/> values for each sample.</param>
    /// <exception cref="ArgumentException">A length is no multiple of a sample, or the two do not agree.</exception>
    void Predict(ReadOnlySpan<float> inputs, Span<float> outputs);
}
