namespace ModelDsl.Training;

/// <summary>A copy of the parameters and buffers of a model, taken again and again into the same memory.</summary>
internal sealed class ParameterSnapshot(ParameterCollection parameters)
{
    private readonly float[] _values = new float[parameters.Values.Length];
    private readonly float[] _buffers = new float[parameters.Buffers.Length];

    public void Take()
    {
        parameters.Values.CopyTo(_values);
        parameters.Buffers.CopyTo(_buffers);
    }

    public void Restore()
    {
        _values.CopyTo(parameters.WritableValues());
        _buffers.CopyTo(parameters.WritableBuffers());
    }
}
