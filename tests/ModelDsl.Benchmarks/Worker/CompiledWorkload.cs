using System.Reflection;

namespace ModelDsl.Benchmarks.Worker;

/// <summary>A case, computed by the network that ModelDsl compiled.</summary>
internal sealed class CompiledWorkload : Workload
{
    private readonly ITrainable<int> _model;
    private readonly Optimizer? _optimizer;
    private readonly float[] _inputs;
    private readonly int[] _targets;
    private readonly float[] _outputs;
    private readonly (PropertyInfo Property, object? Declared)[] _rates;

    public CompiledWorkload(CaseFiles files)
    {
        Type type = typeof(CompiledWorkload).Assembly.GetType(files.Model, throwOnError: true)!;
        _model = (ITrainable<int>)Activator.CreateInstance(type, 1L)!;
        _inputs = files.ReadInputs();
        _targets = files.ReadTargets();
        _outputs = new float[files.Batch * _model.OutputSize];
        ReadOnlySpan<float> weights = files.ReadWeights();
        foreach (Parameter parameter in _model.Parameters.Where(parameter => !parameter.IsBuffer))
        {
            parameter.CopyFrom(weights[..parameter.Size]);
            weights = weights[parameter.Size..];
        }
        if (files.Trains)
        {
            _optimizer = files.Optimizer switch
            {
                "SGD" => new SGD(_model) { LearningRate = files.LearningRate, Momentum = files.Momentum },
                "AdamW" => new AdamW(_model) { LearningRate = files.LearningRate, WeightDecay = files.WeightDecay },
                _ => throw new NotSupportedException(files.Optimizer),
            };
        }
        _rates = [.. type.GetProperties().Where(property => property.Name.StartsWith("Dropout", StringComparison.Ordinal)).Select(property => (property, property.GetValue(_model)))];
    }

    public override int Threads
    {
        set => WorkerPool.Shared.Workers = value;
    }

    public override bool Dropout
    {
        set
        {
            foreach ((PropertyInfo property, object? declared) in _rates) property.SetValue(_model, value ? declared : 0f);
        }
    }

    public override float Step()
    {
        if (_optimizer is not null) return _model.Train(_inputs, _targets, _optimizer);
        _model.Predict(_inputs, _outputs);
        return 0;
    }

    public override float[] Outputs() => _outputs;
}
