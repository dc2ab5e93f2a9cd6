using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The dimensions in another order.</summary>
internal abstract record PermuteFunction : CopyFunction
{
    public override string Formula => "y = x with its dimensions in another order";

    /// <summary>Which dimension of the input each dimension of the output is.</summary>
    public abstract int[] OrderOf(int rank);

    /// <summary>Whether the last two dimensions, and nothing else, are exchanged: the transpose of each matrix.</summary>
    public bool TransposesMatrices(int rank)
    {
        int[] order = OrderOf(rank);
        return rank >= 2 && order[rank - 1] == rank - 2 && order[rank - 2] == rank - 1 && Enumerable.Range(0, rank - 2).All(i => order[i] == i);
    }

    public sealed override CopyPlan PlanOf(Value x, Value y) => new(y.Shape, Strides.Of(x).Permuted(OrderOf(x.Shape.Rank)), Strides.Of(y));

    /// <summary>The output's shape.</summary>
    protected Shape Permuted(Shape input) => Shape.Named([.. OrderOf(input.Rank).Select(dimension => (input[dimension], input.NameOf(dimension)))]);
}
