using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Optimization;

/// <content>The same memory seen as another shape.</content>
internal sealed partial record Strides
{
    /// <summary>A part of a dimension, from one element on.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="start">The first element of the part.</param>
    public Strides From(int dimension, int start)
        => this with { First = First + start * Steps[dimension], Room = Steps[dimension] == 1 ? Math.Max(1, Room - start) : Room };

    /// <summary>One element of a dimension, which vanishes.</summary>
    public Strides At(int dimension, int index)
        => this with { First = First + index * Steps[dimension], Steps = Steps.RemoveAt(dimension), Room = Steps[dimension] == 1 ? 1 : Room };

    /// <summary>The dimensions in another order.</summary>
    public Strides Permuted(IReadOnlyList<int> order) => this with { Steps = [.. order.Select(dimension => Steps[dimension])] };

    /// <summary>
    /// A walk through the elements of two shapes of equally many in their declared order: dimensions that are parts of those of both, and the steps
    /// of each; null where the shapes have no such parts, as [4, 6] and [6, 4].
    /// </summary>
    public static (Shape Shape, Strides A, Strides B)? Refine(Shape a, Strides ofA, Shape b, Strides ofB)
    {
        List<int> sizes = [], stepsA = [], stepsB = [];
        Side left = new(a, ofA), right = new(b, ofB);
        while (left.Next() & right.Next())
        {
            int size = Math.Min(left.Left, right.Left);
            if (left.Left % size != 0 || right.Left % size != 0) return null;
            sizes.Insert(0, size);
            stepsA.Insert(0, left.Take(size));
            stepsB.Insert(0, right.Take(size));
        }
        // A pixel of one value is written with its pad lanes, as a dimension of its own.
        if (sizes.Count > 0 && (left.HasSinglePixels || right.HasSinglePixels))
        {
            sizes.Add(1);
            stepsA.Add(left.HasSinglePixels ? 1 : 0);
            stepsB.Add(right.HasSinglePixels ? 1 : 0);
        }
        return (new Shape(sizes.ToArray()), ofA with { Steps = [.. stepsA], Room = left.Room }, ofB with { Steps = [.. stepsB], Room = right.Room });
    }

    /// <summary>One of the two shapes, walked through from its last dimension.</summary>
    private sealed class Side(Shape shape, Strides strides)
    {
        private int _dimension = shape.Rank;
        private int _inner = 1;

        /// <summary>How much of the dimension is left.</summary>
        public int Left { get; private set; } = 1;

        /// <summary>As <see cref="Strides.Room"/>, once a dimension of neighbours may be cut.</summary>
        public int Room { get; private set; } = strides.Room;

        /// <summary>Whether the dimension of neighbours has one element and pad lanes behind it.</summary>
        public bool HasSinglePixels => strides.Room > 1 && Enumerable.Range(0, shape.Rank).Any(i => strides.Steps[i] == 1 && shape[i] == 1);

        /// <summary>Goes on to the next dimension of more than one element if this one is used up; whether there is any.</summary>
        public bool Next()
        {
            while (Left == 1 && _dimension > 0)
            {
                Left = shape[--_dimension];
                _inner = 1;
            }
            return Left > 1;
        }

        /// <summary>Takes a part of the dimension, its step being the answer.</summary>
        public int Take(int size)
        {
            int step = strides.Steps[_dimension] * _inner;
            if (step == 1 && size < shape[_dimension]) Room = size;
            _inner *= size;
            Left /= size;
            return step;
        }
    }
}
