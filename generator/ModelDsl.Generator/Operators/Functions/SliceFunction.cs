using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Some neighbouring places of one dimension.</summary>
/// <param name="Dim">The dimension.</param>
internal abstract record SliceFunction(int Dim) : CopyFunction
{
    public override string Formula => $"y = a part of x, of dimension {Dim}";

    public override bool TakesAll => false;

    /// <summary>The first place, and how many, of a dimension of so many; what the shape rule lets through is within it.</summary>
    protected abstract (int Start, int Length) PartOf(int size);

    /// <summary>Reports arguments that fit no dimension, or not this one; whether they fit.</summary>
    protected abstract bool Check(ShapeContext shapes, int size);

    /// <summary>Whether the dimension vanishes.</summary>
    protected virtual bool DropsDimension => false;

    public sealed override void Infer(ShapeContext shapes)
    {
        if (shapes.Dimension("Dim", Dim) is not { } place || !Check(shapes, shapes.Input[place])) return;
        var sizes = shapes.Input.Dimensions.Items;
        shapes.Output = new Shape(DropsDimension ? sizes.RemoveAt(place) : sizes.SetItem(place, PartOf(sizes[place]).Length));
    }

    public sealed override CopyPlan PlanOf(Value x, Value y)
    {
        int place = DimensionRules.FromFront(Dim, x.Shape.Rank), start = PartOf(x.Shape[place]).Start;
        return new CopyPlan(y.Shape, DropsDimension ? Strides.Of(x).At(place, start) : Strides.Of(x).From(place, start), Strides.Of(y));
    }

    /// <summary>Reports that a part goes beyond a dimension.</summary>
    protected void ReportOutside(ShapeContext shapes, string argument, string part, int size, string advice)
        => shapes.Report(Descriptors.OutsideOfDimension, argument, shapes.Layer.Text, part, $"dimension {DimensionRules.FromFront(Dim, shapes.Input.Rank)} of {shapes.Input}", size == 1 ? "0 alone" : $"0 to {size - 1}", advice);
}
