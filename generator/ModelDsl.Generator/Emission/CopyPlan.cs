using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>Which elements of two values are the same: what a function that only moves values comes down to.</summary>
/// <param name="Shape">What a walk through the elements runs over.</param>
/// <param name="X">Where the function's input has them.</param>
/// <param name="Y">Where its output has them.</param>
internal sealed record CopyPlan(Shape Shape, Strides X, Strides Y)
{
    /// <summary>Whether each element is at the same place in both.</summary>
    public bool IsInPlace => X.First == Y.First && Enumerable.Range(0, Shape.Rank).All(i => Shape[i] == 1 || X.Steps[i] == Y.Steps[i]);

    /// <summary>The copy from input to output.</summary>
    public CopyNest Forward(Value x, Value y) => CopyNest.Of(Shape, new Operand(x, X), new Operand(y, Y));

    /// <summary>The copy of the output's gradient to that of the input.</summary>
    public CopyNest Backward(Value dx, Value dy) => CopyNest.Of(Shape, new Operand(dy, Y), new Operand(dx, X));
}
