using ModelDsl.Model.Tests.Declarations;
using ModelDsl.Model.Tests.Reference;

namespace ModelDsl.Model.Tests.Harness;

/// <summary>A compiled class, driven through its interface.</summary>
internal sealed class CompiledModel
{
    public CompiledModel(Declaration declaration, Type type)
    {
        Declaration = declaration;
        Type = type;
        Model = (IPredictor)Activator.CreateInstance(type, 1L)!;
    }

    public Declaration Declaration { get; }

    public Type Type { get; }

    public IPredictor Model { get; }

    public ParameterCollection Parameters => Model.Parameters;

    /// <summary>Gives the model the reference's parameters and buffers; they must be the same in number, names and sizes.</summary>
    public void Load(ReferenceNetwork reference)
    {
        Assert.Equal(reference.Parameters.Select(p => $"{p.Name} {p.Values.Length}").Order(), Parameters.Select(p => $"{p.Name} {p.Size}").Order());
        foreach (ReferenceParameter parameter in reference.Parameters) Parameters[parameter.Name].CopyFrom([.. parameter.Values.Select(value => (float)value)]);
    }

    public float[] Predict(Sample sample)
    {
        float[] inputs = sample.SingleInputs;
        float[] outputs = new float[inputs.Length / Model.InputSize * Model.OutputSize];
        Model.Predict(inputs, outputs);
        return outputs;
    }

    public float Backward(Sample sample) => Declaration.HasClassTargets
        ? ((ITrainable<int>)Model).Backward(sample.SingleInputs, sample.ClassTargets)
        : ((ITrainable<float>)Model).Backward(sample.SingleInputs, sample.SingleTargets);

    public float Train(Sample sample, Optimizer optimizer) => Declaration.HasClassTargets
        ? ((ITrainable<int>)Model).Train(sample.SingleInputs, sample.ClassTargets, optimizer)
        : ((ITrainable<float>)Model).Train(sample.SingleInputs, sample.SingleTargets, optimizer);

    public float Evaluate(Sample sample, Span<float> outputs) => Declaration.HasClassTargets
        ? ((ITrainable<int>)Model).Evaluate(sample.SingleInputs, sample.ClassTargets, outputs)
        : ((ITrainable<float>)Model).Evaluate(sample.SingleInputs, sample.SingleTargets, outputs);
}
