using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>One loop of a nest.</summary>
/// <param name="Size">How often it runs.</param>
/// <param name="Steps">Floats from one element to the next, for each operand.</param>
/// <param name="Rooms">The floats that each operand has along this dimension, pad lanes included, where its step is 1.</param>
internal sealed record Loop(int Size, int[] Steps, int[] Rooms)
{
    /// <summary>
    /// A loop for each dimension of a shape. One of a single element is none, unless pad lanes follow it: one float or sixteen are as quickly computed,
    /// and pad lanes must be written.
    /// </summary>
    public static List<Loop> Of(Shape shape, Strides[] operands)
    {
        List<Loop> loops = [];
        Strides output = operands[operands.Length - 1];
        bool hasPads = false;
        for (int dimension = 0; dimension < shape.Rank; dimension++)
        {
            int size = shape[dimension];
            bool isPadded = output.Steps[dimension] == 1 && output.Room > size && !hasPads;
            hasPads |= isPadded;
            if (size == 1 && !isPadded) continue;
            int[] steps = [.. operands.Select(operand => size > 1 ? operand.Steps[dimension] : StepOfOne(operand, dimension, output.Room))];
            loops.Add(new Loop(size, steps, [.. operands.Select(operand => Math.Max(size, operand.Room))]));
        }
        // A single value of each sample has a whole vector, too.
        if (shape.Rank == 0 && output.Room > 1)
            loops.Add(new Loop(1, [.. operands.Select(operand => operand.Room >= output.Room ? 1 : 0)], [.. operands.Select(operand => operand.Room)]));
        return loops;
    }

    /// <summary>The same loop over the output's pad lanes too, where all operands have them.</summary>
    public Loop WithPads(int room)
    {
        if (Steps[Steps.Length - 1] != 1 || room <= Size) return this;
        for (int i = 0; i < Steps.Length; i++)
        {
            if (Steps[i] > 1 || (Steps[i] == 1 && Rooms[i] < room)) return this;
        }
        return this with { Size = room };
    }

    /// <summary>Makes one loop of neighbours whose elements lie as one run in all operands; outermost first.</summary>
    public static List<Loop> Join(List<Loop> loops)
    {
        List<Loop> result = [];
        foreach (Loop inner in loops)
        {
            Loop? outer = result.Count == 0 ? null : result[result.Count - 1];
            if (outer is null || !Enumerable.Range(0, inner.Steps.Length).All(i => outer.Steps[i] == inner.Steps[i] * inner.Size))
            {
                result.Add(inner);
                continue;
            }
            int size = outer.Size * inner.Size;
            result[result.Count - 1] = inner with { Size = size, Rooms = [.. inner.Rooms.Select(room => Math.Max(room, size))] };
        }
        return result;
    }

    /// <summary>What has one element repeats it over the lanes behind it, unless it has lanes of its own there.</summary>
    private static int StepOfOne(Strides operand, int dimension, int room) => operand.Steps[dimension] == 1 && operand.Room >= room ? 1 : 0;
}
