namespace ModelDsl.Model.Tests.PyTorch;

/// <summary>What PyTorch computed for one declaration, or for some steps of training it.</summary>
internal sealed record GoldenCase
{
    /// <summary>The attributes of the class: <c>[Input(2, 5, 5)] [Conv2d(3, 3)] [MSELoss]</c>.</summary>
    public required string Declaration { get; init; }

    public required int Batch { get; init; }

    public required double[] Inputs { get; init; }

    public required double[] Targets { get; init; }

    /// <summary>The parameters and buffers before the step.</summary>
    public required GoldenParameter[] Parameters { get; init; }

    /// <summary>The optimizer of a trajectory, as C#: <c>SGD LearningRate=0.1 Momentum=0.9</c>.</summary>
    public string? Optimizer { get; init; }

    /// <summary>The outputs in evaluation mode, before the step.</summary>
    public double[] Predictions { get; init; } = [];

    /// <summary>The outputs in training mode, where they differ.</summary>
    public double[] Outputs { get; init; } = [];

    /// <summary>The loss in training mode; of a trajectory, the loss of each step.</summary>
    public required double[] Losses { get; init; }

    public double[] InputGradient { get; init; } = [];

    public GoldenParameter this[string name] => Parameters.Single(parameter => parameter.Name == name);

    public override string ToString() => Optimizer is null ? $"{Declaration} × {Batch}" : $"{Declaration} × {Batch}, {Optimizer}";
}
