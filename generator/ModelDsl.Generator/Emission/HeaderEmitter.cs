using System.Globalization;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>Writes the table of contents above an engine: the model, the graph phase by phase, the memory of a piece.</summary>
internal static class HeaderEmitter
{
    public static void Emit(CodeWriter code, Graph declared, CompiledGraph compiled, string name)
    {
        (Graph graph, SchedulePlan schedule, MemoryPlan memory) = compiled;
        long parameters = ShapeTable.ParameterCount(declared);
        string shapes = $"{ShapesOf(declared.Inputs)} → {ShapesOf(declared.Outputs)}";
        code.Line($"// model {name}: {shapes}, {Group(parameters)} parameters, {Group(schedule.MultiplyAdds)} multiply-adds for a sample");
        code.Line("//");
        for (int i = 0; i < schedule.Phases.Length; i++)
        {
            Phase phase = schedule.Phases[i];
            code.Line($"// phase {i}{(phase.IsPreparation ? ", when parameters have moved" : "")}");
            foreach (Node node in phase.Samples) code.Line($"//     each piece   {node}{(EngineEmitter.IsSilent(node) ? "   (a view: no code)" : "")}");
            foreach (Node node in phase.Others) code.Line($"//     {Tasks(node),-12} {node}");
        }
        code.Line("//");
        Value[] ofBatch = [.. graph.Nodes.SelectMany(node => node.Outputs).Where(value => value.Placement!.Space == Space.Batch).OrderBy(value => value.Placement!.Offset)];
        if (ofBatch.Length > 0)
        {
            code.Line($"// {Group(4L * memory.BatchFloats)} bytes for each sample of the batch:");
            foreach (Value value in ofBatch) code.Line($"//     {value.Name} @ {value.Placement!.Offset}, {value.Placement.Size} floats a sample");
        }
        code.Line($"// a piece is up to {schedule.PieceSize} samples; values whose lives do not overlap share their place:");
        EmitBlock(code, graph, Space.Worker, $"in {Group(4L * memory.WorkerFloats)} bytes of the worker that has it at hand");
        EmitBlock(code, graph, Space.Piece, $"in {Group(4L * memory.PieceFloats)} bytes of its own, for later phases");
    }

    private static void EmitBlock(CodeWriter code, Graph graph, Space space, string title)
    {
        Value[] values = [.. graph.Nodes.SelectMany(node => node.Outputs).Where(value => value.Placement!.Space == space).OrderBy(value => value.Placement!.Offset)];
        if (values.Length > 0) code.Line($"//   {title}:");
        foreach (Value value in values)
        {
            string each = value.Extent == Extent.PerSample ? $"{value.Placement!.Size} floats a sample" : $"{value.Placement!.Size} floats";
            code.Line($"//     {value.Name} @ {value.Placement.Offset}, {each}");
        }
    }

    private static string ShapesOf(List<Value> values) => string.Join(", ", values.Select(value => value.Shape.ToString()));

    private static string Tasks(Node node) => node.Domain == Domain.Once ? "once" : $"{node.Operator.TaskCount(node)} tasks";

    private static string Group(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
