namespace ModelDsl;

/// <summary>The activation behind a layer, by whose gain Kaiming's initialisers scale: PyTorch's <c>calculate_gain</c>.</summary>
public enum Nonlinearity
{
    /// <summary>None; gain 1.</summary>
    Linear,

    /// <summary>Gain 1.</summary>
    Sigmoid,

    /// <summary>Gain 5/3.</summary>
    Tanh,

    /// <summary>Gain √2.</summary>
    ReLU,

    /// <summary>Gain √(2 / (1 + a²)), where a is the negative slope.</summary>
    LeakyReLU,

    /// <summary>Gain 3/4.</summary>
    SELU,
}
