namespace ModelDsl.Model.Tests.PyTorch;

/// <summary>A parameter or buffer before and after.</summary>
internal sealed record GoldenParameter
{
    /// <summary>The name: <c>conv1.weight</c>.</summary>
    public required string Name { get; init; }

    public required double[] Values { get; init; }

    /// <summary>The gradient of one step; empty for a buffer and in a trajectory.</summary>
    public double[] Gradient { get; init; } = [];

    /// <summary>The values afterwards, where they change: buffers after the step, everything after a trajectory.</summary>
    public double[] After { get; init; } = [];
}
