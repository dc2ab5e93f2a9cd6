namespace ModelDsl.Runtime.Tests.Support;

/// <summary>Nothing but parameters with names, and maybe the groups of their blocks.</summary>
internal sealed class NamedModel(params (string Name, int Size, string? Group)[] parameters) : IModel
{
    public ParameterCollection Parameters { get; } = new(
        [
            .. parameters.Select((parameter, i) => new ParameterDescription(parameter.Name, $"{i}.p", [parameter.Size], Initialization.Uniform, 1) { Group = parameter.Group }),
            new ParameterDescription("bn1.running_mean", "9.running_mean", [3], Initialization.Zeros, isBuffer: true),
        ],
        seed: 42);

    public int InputSize => 1;

    public int OutputSize => 1;

    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => inputs.CopyTo(outputs);

    /// <summary>Fills the gradients of the parameters with numbers that differ from step to step; those of one name are the same in every model.</summary>
    public void Backward(int step)
    {
        foreach (Parameter parameter in Parameters) new RandomGenerator(parameter.Name.Sum(c => (long)c), step).FillUniform(parameter.Gradient, 1);
    }
}
