using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>Writes a half of a model's class that takes arrays: spans cannot be passed by reflection.</summary>
internal static class DriverEmitter
{
    public static string Emit(string space, ModelSpec spec, Graph graph)
    {
        string inputs = string.Join(", ", graph.Inputs.Select((_, i) => $"inputs[{i}]"));
        string outputs = string.Join(", ", graph.Outputs.Select((_, i) => $"outputs[{i}]"));
        string targets = string.Concat(graph.Targets.Select((target, i) => $", ({(target.Type == ElementType.Int32 ? "int" : "float")}[])targets[{i}]"));
        bool hasGradients = spec.Loss is not null && graph.Inputs.Any(input => input.RequiresGrad);
        string gradients = string.Concat(graph.Inputs.Where(input => input.RequiresGrad).Select((_, i) => $", gradients[{i}]"));
        string training = spec.Loss is null ? "" : $$"""
                public float DriveBackward(float[][] inputs, System.Array[] targets) => Backward({{inputs}}{{targets}});
                public float DriveAccumulate(float[][] inputs, System.Array[] targets) => Accumulate({{inputs}}{{targets}});
                public float DriveTrain(float[][] inputs, System.Array[] targets, ModelDsl.Optimizer optimizer) => Train({{inputs}}{{targets}}, optimizer);
                public float DriveEvaluate(float[][] inputs, System.Array[] targets, float[][] outputs) => Evaluate({{inputs}}{{targets}}, {{outputs}});
            """;
        if (hasGradients) training += $"\n    public float DriveInputGradients(float[][] inputs, System.Array[] targets, float[][] gradients) => Backward({inputs}{targets}{gradients});";
        return $$"""
            namespace {{space}};
            public partial class Net
            {
                public void DrivePredict(float[][] inputs, float[][] outputs) => Predict({{inputs}}, {{outputs}});
            {{training}}
            }
            """;
    }
}
