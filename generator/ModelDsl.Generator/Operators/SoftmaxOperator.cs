using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>What <see cref="Softmax"/> and <see cref="LogSoftmax"/> share.</summary>
/// <param name="Dim">The dimension of the sum with the batch as dimension 0, as written; negative ones count from the end.</param>
internal abstract record SoftmaxOperator(int Dim) : LayerOperator
{
    public override int InPlaceInput(Node node) => 0;

    /// <summary>The dimension of the sum in the shape of one sample.</summary>
    public int Axis(Shape sample) => (Dim < 0 ? Dim + sample.Rank + 1 : Dim) - 1;

    public override void Infer(ShapeContext shapes)
    {
        int rank = shapes.Input.Rank;
        int axis = Axis(shapes.Input);
        string last = rank == 1 ? "1" : $"from 1 to {rank}";
        shapes.Require(axis >= 0 && axis < rank, "Dim", Dim, $"{last}, or −1 for the last: the batch is dimension 0, and a sample is {shapes.Input}");
        shapes.Output = shapes.Input;
    }
}
