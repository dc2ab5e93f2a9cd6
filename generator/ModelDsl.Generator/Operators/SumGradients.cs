using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// The sum of shared values of one shape, in their order: the gradient of a parameter, or of what was computed of parameters alone, that several nodes read.
/// </summary>
internal sealed record SumGradients : Operator
{
    private const int MostTasks = 16;

    /// <summary>Values that are worth a task.</summary>
    private const int ValuesOfTask = 8192;

    public override string Formula => "d = Σ of the parts";

    public override Domain Domain => Domain.Tasks;

    public override int TaskCount(Node node) => (int)Math.Min(MostTasks, (node.Output.Shape.Count + ValuesOfTask - 1) / ValuesOfTask);

    public override void Emit(StepEmitter step)
    {
        Value sum = step.Outputs[0];
        int count = (int)sum.Shape.Count, tasks = TaskCount(step.Node);
        string range = "";
        if (tasks > 1)
        {
            int block = Layout.RoundUp((count + tasks - 1) / tasks);
            step.Code.Line($"int begin = Math.Min(task * {block}, {count}), end = Math.Min(begin + {block}, {count});");
            range = "[begin..end]";
        }
        string[] parts = [.. step.Inputs.Select(input => input.Name + range)];
        if (parts.Length == 1)
        {
            step.Code.Line($"{parts[0]}.CopyTo({sum.Name}{range});");
            return;
        }
        step.Code.Line($"Elementwise.Add({parts[0]}, {parts[1]}, {sum.Name}{range});");
        foreach (string part in parts.Skip(2)) step.Code.Line($"Elementwise.Add({sum.Name}{range}, {part}, {sum.Name}{range});");
    }
}
