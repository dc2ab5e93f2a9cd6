using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>How a <see cref="Product"/> walks through memory: which matrices there are, the rows of each, and what each element sums.</summary>
/// <param name="Outer">The loops over products of matrices, outermost first; steps of a, b and y.</param>
/// <param name="IsEachSample">Whether there is a loop over the samples around them.</param>
/// <param name="Rows">The rows of one product: steps of a and y.</param>
/// <param name="TakesSamples">Whether the rows of all samples are one product: its rows are so many for each.</param>
/// <param name="Sums">The loops of the sum, outermost first; steps of a and b.</param>
/// <param name="SumsSamples">Whether the last of them runs over the samples, so many times for each.</param>
/// <param name="FirstA">Where a begins.</param>
/// <param name="FirstB">Where b begins.</param>
/// <param name="FirstY">Where y begins.</param>
/// <param name="Columns">The columns, rounded up to whole vectors.</param>
/// <param name="PacksB">Whether b is shared and its rows are no whole vectors: then it is read from a copy whose rows are.</param>
/// <param name="PacksY">Whether y is shared and its rows are no whole vectors.</param>
internal sealed record ProductPlan(
    IReadOnlyList<Loop> Outer, bool IsEachSample, Loop Rows, bool TakesSamples, IReadOnlyList<Loop> Sums, bool SumsSamples,
    int FirstA, int FirstB, int FirstY, int Columns, bool PacksB, bool PacksY)
{
    private const int A = 0, B = 1, Y = 2;

    public static ProductPlan Of(Value a, Value b, Value y, bool transposesA)
    {
        int columns = b.Shape[b.Shape.Rank - 1], width = Layout.RoundUp(columns);
        bool packsB = b.Extent != Extent.PerSample && columns != width, packsY = y.Extent != Extent.PerSample && columns != width;
        Strides ofA = Strides.Of(a), ofB = packsB ? Packed(b.Shape) : Strides.Of(b), ofY = packsY ? Packed(y.Shape) : Strides.Of(y);
        int rank = Math.Max(a.Shape.Rank, b.Shape.Rank);
        List<Loop> outer = [], sums = [];
        for (int i = rank; i > 2; i--)
        {
            int size = Math.Max(SizeAt(a.Shape, i), SizeAt(b.Shape, i));
            if (size == 1) continue;
            int stepY = StepAt(y.Shape, ofY, i);
            Loop loop = new(size, [StepAt(a.Shape, ofA, i), StepAt(b.Shape, ofB, i), stepY], []);
            if (SizeAt(y.Shape, i) == size) outer.Add(loop);
            else sums.Add(loop);
        }
        int rowsOfA = a.Shape.Rank - (transposesA ? 1 : 2), sumOfA = a.Shape.Rank - (transposesA ? 2 : 1);
        Loop rows = new(a.Shape[rowsOfA], [ofA.Steps[rowsOfA], 0, ofY.Steps[y.Shape.Rank - 2]], []);
        sums.Add(new Loop(a.Shape[sumOfA], [ofA.Steps[sumOfA], ofB.Steps[b.Shape.Rank - 2], 0], []));
        bool sumsSamples = y.Extent != Extent.PerSample && (a.Extent == Extent.PerSample || b.Extent == Extent.PerSample);
        bool isEachSample = y.Extent == Extent.PerSample;
        bool takesSamples = false;
        // Matrices that meet the same b are one matrix, if its rows lie as in one.
        while (outer.Count > 0 && AreRows(outer[outer.Count - 1], rows))
        {
            rows = Joined(outer[outer.Count - 1], rows);
            outer.RemoveAt(outer.Count - 1);
        }
        if (isEachSample && outer.Count == 0 && AreRows(new Loop(0, [ofA.Sample, ofB.Sample, ofY.Sample], []), rows))
        {
            rows = Joined(new Loop(1, [ofA.Sample, 0, ofY.Sample], []), rows);
            (isEachSample, takesSamples) = (false, true);
        }
        sums = Merged(sums);
        if (sumsSamples) AddSamples(sums, ofA.Sample, ofB.Sample);
        return new ProductPlan(outer, isEachSample, rows, takesSamples, sums, sumsSamples, ofA.First, ofB.First, ofY.First, width, packsB, packsY);
    }

    /// <summary>The sum over samples comes last, where a count that is known at run time may be; it is one run with what it continues.</summary>
    private static void AddSamples(List<Loop> sums, int sampleA, int sampleB)
    {
        Loop only = sums[0];
        if (sums.Count == 1 && only.Size > 1 && sampleA == only.Size * only.Steps[A] && sampleB == only.Size * only.Steps[B]) return;
        if (sums.Count == 1 && only.Size == 1) sums.Clear();
        sums.Add(new Loop(1, [sampleA, sampleB, 0], []));
    }

    /// <summary>How often the last sum runs: an expression where that depends on the batch, else null.</summary>
    public string? CountOfSum(string samples) => !SumsSamples ? null : Sums[Sums.Count - 1].Size == 1 ? samples : $"{samples} * {Sums[Sums.Count - 1].Size}";

    /// <summary>The sum as a block of tiles has it.</summary>
    public ReductionLoop[] Reduction()
        => [.. Sums.Select((loop, i) => new ReductionLoop(SumsSamples && i == Sums.Count - 1 ? 0 : loop.Size, loop.Steps[A], loop.Steps[B]))];

    /// <summary>The loops without those that run once, unless none other is left; neighbours that are one run are one loop.</summary>
    private static List<Loop> Merged(List<Loop> loops)
    {
        List<Loop> result = [];
        foreach (Loop inner in loops.Where(loop => loop.Size > 1))
        {
            Loop? outer = result.Count == 0 ? null : result[result.Count - 1];
            if (outer is null || outer.Steps[A] != inner.Steps[A] * inner.Size || outer.Steps[B] != inner.Steps[B] * inner.Size) result.Add(inner);
            else result[result.Count - 1] = inner with { Size = outer.Size * inner.Size };
        }
        return result.Count > 0 ? result : [loops[loops.Count - 1]];
    }

    private static bool AreRows(Loop outer, Loop rows)
        => outer.Steps[B] == 0 && (rows.Size == 1 || (outer.Steps[A] == rows.Size * rows.Steps[A] && outer.Steps[Y] == rows.Size * rows.Steps[Y]));

    private static Loop Joined(Loop outer, Loop rows) => rows.Size == 1 ? outer : rows with { Size = outer.Size * rows.Size };

    private static int SizeAt(Shape shape, int fromEnd) => fromEnd <= shape.Rank ? shape[shape.Rank - fromEnd] : 1;

    private static int StepAt(Shape shape, Strides strides, int fromEnd) => SizeAt(shape, fromEnd) == 1 ? 0 : strides.Steps[shape.Rank - fromEnd];

    /// <summary>Dense matrices whose rows are whole vectors.</summary>
    private static Strides Packed(Shape shape)
    {
        int[] sizes = [.. shape.Dimensions.Items];
        sizes[sizes.Length - 1] = Layout.RoundUp(sizes[sizes.Length - 1]);
        return Strides.OfDense(new Shape(sizes));
    }
}
