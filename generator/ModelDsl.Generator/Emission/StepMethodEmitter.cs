using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Emission;

/// <summary>Writes the method of one step: what it computes as a comment, a local for each value, and the operator's own body.</summary>
internal static class StepMethodEmitter
{
    public static void Emit(CodeWriter code, Node node, TileSet tiles)
    {
        code.Line($"// {node}");
        code.Line($"//     {node.Operator.Formula}");
        string parameters = node.Domain switch
        {
            Domain.Samples => $"{string.Concat(Blocks(node).Select(block => $"Span<float> {block}, "))}int first, int count{(Sharing.IsShared(node) ? ", int share = 0, int shares = 1" : "")}",
            Domain.Tasks => "int task",
            _ => "",
        };
        using (code.Block($"private void {EngineEmitter.MethodOf(node)}({parameters})"))
        {
            foreach (Value input in node.Inputs.Distinct()) EmitLocal(code, node, input, isOutput: node.Outputs.Contains(input));
            foreach (Value output in node.Outputs.Where(output => !node.Inputs.Contains(output))) EmitLocal(code, node, output, isOutput: true);
            node.Operator.Emit(new StepEmitter(node, code, tiles));
        }
    }

    /// <summary>The blocks of memory that a step over samples gets: <c>worker</c>, <c>piece</c>.</summary>
    public static IEnumerable<string> Blocks(Node node)
    {
        if (Lies(Space.Worker)) yield return "worker";
        if (Lies(Space.Piece)) yield return "piece";

        bool Lies(Space space) => node.Inputs.Concat(node.Outputs).Any(value => value.Placement!.Space == space);
    }

    private static void EmitLocal(CodeWriter code, Node node, Value value, bool isOutput)
    {
        bool isSamples = node.Domain == Domain.Samples;
        string at = StepEmitter.At(value), size = StepEmitter.Size(value), slice = $".Slice({at}, {size});";
        string perSample = isSamples ? $".Slice(first * {size}, count * {size});" : ";";
        bool isWhole = value.Type == ElementType.Int32;
        int index = value.Placement!.Index;
        (string Type, string Expression)? local = value.Placement.Space switch
        {
            Space.Batch when !isSamples && !node.Operator.SpansBatch => null,
            Space.Batch => ("Span<float>", $"Batch({at}, {size}, {(isSamples ? "first, count" : "0, BatchSize")});"),
            Space.Piece when !isSamples => null,
            Space.Worker or Space.Piece when value.Extent == Extent.PerSample => ("Span<float>", $"{(value.Placement.Space == Space.Worker ? "worker" : "piece")}.Slice({at}, count * {size});"),
            Space.Worker => ("Span<float>", $"worker{slice}"),
            Space.Piece => ("Span<float>", $"piece{slice}"),
            Space.Shared => ("Span<float>", $"Shared{slice}"),
            Space.Parameters => ("ReadOnlySpan<float>", $"Parameters{slice}"),
            Space.Gradients => ("Span<float>", $"Gradients{slice}"),
            Space.Buffers when isOutput => ("Span<float>", $"WritableBuffers{slice}"),
            Space.Buffers => ("ReadOnlySpan<float>", $"Buffers{slice}"),
            Space.Inputs => ("ReadOnlySpan<float>", $"CallerInput({index}){perSample}"),
            Space.Outputs => ("Span<float>", $"CallerOutput({index}){perSample}"),
            Space.Targets when isWhole => ("ReadOnlySpan<int>", $"ClassTarget({index}){perSample}"),
            _ => ("ReadOnlySpan<float>", $"NumberTarget({index}){perSample}"),
        };
        if (local is not { } found) return;
        string each = value.Extent == Extent.PerSample ? $"{value.Shape} each" : value.Shape.ToString();
        code.Line($"{found.Type} {value.Name} = {found.Expression} // {each}{(value.Layout is { Border: > 0 } layout ? $", border {layout.Border}" : "")}");
    }
}
