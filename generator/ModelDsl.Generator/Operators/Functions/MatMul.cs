using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// Products of matrices: [M, K] · [K, N] → [M, N]. A vector on the left is a row and on the right a column, whose dimension is gone from the
/// result; dimensions before the last two are a batch of matrices, and broadcast.
/// </summary>
internal sealed record MatMul : FunctionOperator
{
    public override string Formula => "y = a · b";

    public static MatMul Create(LayerSpec call) => new();

    public override void Infer(ShapeContext shapes)
    {
        Shape a = shapes.Inputs[0].Shape, b = shapes.Inputs[1].Shape;
        if (a.Rank == 0 || b.Rank == 0)
        {
            Report(shapes, a, b, "a single number is no matrix", "Write a * b.");
            return;
        }
        int columns = a[a.Rank - 1], rows = b[Math.Max(b.Rank - 2, 0)];
        if (columns != rows)
        {
            string left = a.Rank == 1 ? ShapeContext.Number(columns, "value") : ShapeContext.Number(columns, "column"), right = b.Rank == 1 ? ShapeContext.Number(rows, "value") : ShapeContext.Number(rows, "row");
            Report(shapes, a, b, $"{left} {(columns == 1 ? "meets" : "meet")} {right}", Advice(a, b));
            return;
        }
        if (Broadcasting.Join(BatchOf(a), BatchOf(b)) is not { } batch)
        {
            Report(shapes, a, b, $"the batches of matrices {BatchOf(a)} and {BatchOf(b)} do not fit", "Sizes before the last two must be equal, or one of them 1, which repeats.");
            return;
        }
        List<(int, string)> sizes = [.. batch.Dimensions.Items.Select((size, i) => (size, batch.NameOf(i)))];
        if (a.Rank > 1) sizes.Add((a[a.Rank - 2], a.NameOf(a.Rank - 2)));
        if (b.Rank > 1) sizes.Add((b[b.Rank - 1], b.NameOf(b.Rank - 1)));
        shapes.Output = Shape.Named([.. sizes]);
    }

    /// <summary>
    /// Register tiles want rows of neighbours: vectors become matrices, pictures (which lie channels last) batches of matrices in the declared
    /// order, and what was transposed for the product is taken as it was before, where the product can do it on the way.
    /// </summary>
    public override void Specialize(Specialization specialization)
    {
        Node node = specialization.Node;
        Value y = node.Output;
        (Value a, bool transposesA) = Untransposed(node.Inputs[0]);
        Value left = AsMatrices(specialization, a, MatrixShape(a.Shape, isRow: true), node.Name + "Left");
        Value b = node.Inputs[1], right;
        if (PictureBehindTranspose(b) is { } picture)
        {
            Value rows = AsMatrices(specialization, picture, picture.Shape, node.Name + "Right");
            right = specialization.NewValue(node.Name + "RightTransposed", Swapped(rows.Shape), rows.Extent);
            specialization.Add(Transpose.OfMatrices, node.Name + "TransposeRight", [rows], [right]);
        }
        else
        {
            right = AsMatrices(specialization, b, MatrixShape(b.Shape, isRow: false), node.Name + "Right");
        }
        Product product = new(transposesA);
        Shape shape = NotAPicture(product.OutputOf(left.Shape, right.Shape), y.Extent);
        if (shape == y.Shape)
        {
            node.Operator = product;
            node.Inputs = [left, right];
        }
        else
        {
            Value matrices = specialization.NewValue(node.Name + "Product", shape, y.Extent);
            specialization.Add(product, node.Name + "Product", [left, right], [matrices]);
            node.Operator = Reshape.To(y.Shape);
            node.Inputs = [matrices];
        }
        specialization.Keep();
    }

    /// <summary>Specialised away before anybody differentiates: <see cref="Product"/> has the gradient.</summary>
    public override void Differentiate(Autodiff.Differentiation gradient) => throw new InvalidOperationException("a product of matrices was not specialised");

    public override void Emit(StepEmitter step) => throw new InvalidOperationException("a product of matrices was not specialised");

    /// <summary>The matrices of which an input is the transposes, or the input itself.</summary>
    private static (Value Matrices, bool IsTransposed) Untransposed(Value value)
        => value.Producer is { Operator: PermuteFunction permute } producer && permute.TransposesMatrices(value.Shape.Rank) ? (producer.Inputs[0], true) : (value, false);

    /// <summary>The picture whose matrices' transposes a value is; null where it is none.</summary>
    private static Value? PictureBehindTranspose(Value value)
        => value.Producer is { Operator: PermuteFunction permute } producer && permute.TransposesMatrices(value.Shape.Rank) && IsPicture(producer.Inputs[0]) ? producer.Inputs[0] : null;

    private static bool IsPicture(Value value) => value.Extent == Extent.PerSample && value.Shape.Rank == 3;

    private static Shape MatrixShape(Shape shape, bool isRow) => shape.Rank > 1 ? shape : isRow ? Shape.Of(1, shape[0]) : Shape.Of(shape[0], 1);

    /// <summary>A value as matrices.</summary>
    private static Value AsMatrices(Specialization specialization, Value value, Shape shape, string name)
    {
        shape = NotAPicture(shape, value.Extent);
        if (shape == value.Shape) return value;
        Value result = specialization.NewValue(name, shape, value.Extent);
        specialization.Add(Reshape.To(shape), name, [value], [result]);
        return result;
    }

    /// <summary>A shape with another dimension in front where it would lie as a picture.</summary>
    private static Shape NotAPicture(Shape shape, Extent extent)
        => extent == Extent.PerSample && shape.Rank == 3 ? new Shape(shape.Dimensions.Items.Insert(0, 1)) : shape;

    private static Shape Swapped(Shape shape)
    {
        int[] sizes = [.. shape.Dimensions.Items];
        (sizes[sizes.Length - 2], sizes[sizes.Length - 1]) = (sizes[sizes.Length - 1], sizes[sizes.Length - 2]);
        return new Shape(sizes);
    }

    private static Shape BatchOf(Shape shape) => new(shape.Dimensions.Items.Take(shape.Rank - 2).ToArray());

    private static void Report(ShapeContext shapes, Shape a, Shape b, string reason, string advice)
    {
        string[] arguments = [shapes.Layer.Text, a.ToString(), b.ToString(), reason, advice];
        if (TransposeOf(a, b) is var (argument, fix)) shapes.ReportFixable(Descriptors.CannotMultiply, argument, fix, arguments);
        else shapes.Report(Descriptors.CannotMultiply, null, arguments);
    }

    /// <summary>The input to transpose, where that makes a product of them.</summary>
    private static (string Argument, string Fix)? TransposeOf(Shape a, Shape b)
    {
        if (a.Rank == 0 || b.Rank == 0) return null;
        int columns = a[a.Rank - 1], rows = b[Math.Max(b.Rank - 2, 0)];
        if (columns == rows) return null;
        if (b.Rank > 1 && b[b.Rank - 1] == columns) return ("b", $".Transpose({b.Rank - 2}, {b.Rank - 1})");
        return a.Rank > 1 && a[a.Rank - 2] == rows ? ("a", $".Transpose({a.Rank - 2}, {a.Rank - 1})") : null;
    }

    private static string Advice(Shape a, Shape b)
    {
        int columns = a[a.Rank - 1], rows = b[Math.Max(b.Rank - 2, 0)];
        if (b.Rank > 1 && b[b.Rank - 1] == columns) return $"Transpose the second: .Transpose({b.Rank - 2}, {b.Rank - 1}).";
        if (a.Rank > 1 && a[a.Rank - 2] == rows) return $"Transpose the first: .Transpose({a.Rank - 2}, {a.Rank - 1}).";
        return a.Rank > 1 && b[b.Rank - 1] == a[a.Rank - 2] ? "Exchange the two: MatMul(b, a)." : "The last size of the first must be the last but one of the second.";
    }
}
