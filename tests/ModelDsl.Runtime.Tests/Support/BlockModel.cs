namespace ModelDsl.Runtime.Tests.Support;

/// <summary>Nothing but parameters: one vector for each size.</summary>
internal sealed class BlockModel(params int[] sizes) : IModel
{
    public ParameterCollection Parameters { get; } = new(
        [.. sizes.Select((size, i) => new ParameterDescription($"p{i}", $"{i}.p", [size], Initialization.Uniform, 1))],
        seed: 42);

    /// <summary>Fills the gradients, but not the space between the parameters, with numbers that differ from step to step.</summary>
    public void Backward(int step)
    {
        var random = new RandomGenerator(7, step);
        foreach (Parameter parameter in Parameters) random.FillUniform(parameter.Gradient, 1);
    }
}
