using ModelDsl.Model.Tests.Declarations;
using ModelDsl.Model.Tests.Reference;

namespace ModelDsl.Model.Tests.Harness;

/// <summary>A compiled model with a batch at hand, so that a step of it does nothing besides.</summary>
internal sealed class Trainee
{
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly int[] _classes;
    private readonly ITrainable<int>? _classifier;
    private readonly ITrainable<float>? _regressor;

    public Trainee(CompiledModel compiled, int batch, int seed)
    {
        Declaration declaration = Declaration.Parse(compiled.Declaration.Text);
        Sample sample = Sample.Draw(new ReferenceNetwork(declaration), declaration, batch, new Random(seed));
        (_inputs, _targets, _classes) = (sample.SingleInputs, sample.SingleTargets, sample.ClassTargets);
        Model = compiled.Model;
        Outputs = new float[batch * Model.OutputSize];
        _classifier = Model as ITrainable<int>;
        _regressor = Model as ITrainable<float>;
    }

    public IPredictor Model { get; }

    public float[] Outputs { get; }

    public void Predict() => Model.Predict(_inputs, Outputs);

    public float Backward() => _classifier?.Backward(_inputs, _classes) ?? _regressor!.Backward(_inputs, _targets);

    public float Accumulate() => _classifier?.Accumulate(_inputs, _classes) ?? _regressor!.Accumulate(_inputs, _targets);

    public float Train(Optimizer optimizer) => _classifier?.Train(_inputs, _classes, optimizer) ?? _regressor!.Train(_inputs, _targets, optimizer);

    public float Evaluate() => _classifier?.Evaluate(_inputs, _classes, Outputs) ?? _regressor!.Evaluate(_inputs, _targets, Outputs);
}
