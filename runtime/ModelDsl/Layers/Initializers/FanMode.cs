namespace ModelDsl;

/// <summary>Which fan Kaiming's initialisers divide by.</summary>
public enum FanMode
{
    /// <summary>The values that each output sums: outputs are as large as inputs.</summary>
    FanIn,

    /// <summary>The outputs that each input goes to: gradients are as large before the layer as behind it.</summary>
    FanOut,
}
