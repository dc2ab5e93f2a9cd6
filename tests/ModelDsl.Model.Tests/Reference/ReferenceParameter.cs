namespace ModelDsl.Model.Tests.Reference;

/// <summary>A parameter, or a buffer such as a running mean.</summary>
internal sealed class ReferenceParameter(string kind, bool isBuffer, params int[] shape)
{
    /// <summary>The name within its layer: <c>weight</c>.</summary>
    public string Kind { get; } = kind;

    /// <summary>The name within the network: <c>conv1.weight</c>.</summary>
    public string Name { get; set; } = kind;

    public bool IsBuffer { get; } = isBuffer;

    public int[] Shape { get; } = shape;

    public double[] Values { get; } = new double[ReferenceTensor.Count(shape)];

    public double[] Gradient { get; } = new double[ReferenceTensor.Count(shape)];
}
