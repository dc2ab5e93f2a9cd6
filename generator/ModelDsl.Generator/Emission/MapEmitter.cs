using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes what works element by element: one kernel call over the piece where all values lie alike, else loops in which the smaller ones repeat.
/// </summary>
internal static class MapEmitter
{
    /// <summary>For kernels that take spans alone.</summary>
    public const int NoScalars = int.MaxValue;

    /// <param name="step">The step; its first output is written.</param>
    /// <param name="call">The kernel's call: <c>{0}</c>, <c>{1}</c> … stand for the spans of the inputs, then of the output.</param>
    /// <param name="isFinite">Whether finite inputs give finite outputs: else the pad lanes are cleared, where nobody looks at what came out.</param>
    /// <param name="scalarsFrom">From which input on the kernel takes a float in place of a span; <see cref="NoScalars"/> for none.</param>
    public static void Emit(StepEmitter step, string call, bool isFinite, int scalarsFrom = 0)
    {
        Value output = step.Outputs[0];
        step.ClearBorder(output);
        if (LieAlike(step.Node))
        {
            step.ForEachRun(call, [.. step.Inputs, output]);
            if (!isFinite) step.ClearPads(output);
            return;
        }
        LoopNest nest = NestOf(step.Node);
        nest.Emit(step, call, scalarsFrom);
        if (!isFinite || !nest.CoversPads) step.ClearPads(output);
    }

    public static int ScratchFloats(Node node, int scalarsFrom = 0) => LieAlike(node) ? 0 : NestOf(node).ScratchFloats(scalarsFrom);

    /// <summary>Lets shared inputs lie as the samples do, where they have a value of their own for each lane and do not lie so already.</summary>
    public static void Lower(Lowering lowering)
    {
        Node node = lowering.Node;
        Shape shape = node.Output.Shape;
        for (int i = 0; i < node.Inputs.Length && node.Output.Extent == Extent.PerSample && shape.Rank > 0; i++)
        {
            Value input = node.Inputs[i];
            if (input.Extent != Extent.Shared) continue;
            Shape seen = new([.. Enumerable.Repeat(1, shape.Rank - input.Shape.Rank), .. input.Shape.Dimensions]);
            int lanes = seen[shape.Rank == 3 ? 0 : shape.Rank - 1];
            bool liesSo = lanes % Layout.Lanes == 0 && lanes == seen.Count;
            if (lanes > 1 && !liesSo) lowering.LayOutInput(i, seen);
        }
        lowering.Keep();
    }

    /// <summary>The first or last input whose place the output can take: only one of the same shape has each element where the output has it.</summary>
    public static int InPlaceInput(Node node, bool takesLast = false)
    {
        int[] same = [.. Enumerable.Range(0, node.Inputs.Length).Where(i => node.Inputs[i].Shape == node.Output.Shape && node.Inputs[i].Extent == Extent.PerSample)];
        return same.Length == 0 ? -1 : takesLast ? same[same.Length - 1] : same[0];
    }

    /// <summary>Whether all values have the same elements at the same places, but for a border.</summary>
    private static bool LieAlike(Node node)
    {
        Value output = node.Output;
        return node.Inputs.All(input => input.Shape == output.Shape && input.Extent == output.Extent && Inside(input) == Inside(output));
    }

    private static Layout? Inside(Value value) => value.Layout is { } layout ? layout with { Border = 0 } : null;

    private static LoopNest NestOf(Node node)
        => LoopNest.Of(node.Output.Shape, [.. node.Inputs.Select(input => Operand.Of(input, node.Output.Shape)), Operand.Of(node.Output)]);
}
