using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A fully connected layer: <c>y = x · Wᵀ + b</c>. [in] → [out]; of a sequence [T, in] every row: [T, out].</summary>
/// <remarks>Inputs: x, weight [out, in], and bias [out] if there is one.</remarks>
internal sealed partial record Linear(int OutFeatures, bool Bias) : LayerOperator
{
    public override string Formula => Bias ? "y = x · weightᵀ + bias" : "y = x · weightᵀ";

    public static Linear Create(LayerSpec layer) => new(layer.Int("OutFeatures", 0), layer.Bool("Bias", true));

    public override long MultiplyAdds(Node node) => node.Output.Shape.Count * FeaturesOf(node.Inputs[0]);

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer("Linear", call.Parameter("weight"), call.Parameter("bias", Bias));

    public override void Infer(ShapeContext shapes)
    {
        if (!shapes.AtLeast("OutFeatures", OutFeatures, 1)) return;
        Shape input = shapes.Input;
        if (!shapes.IsVectorOrSequence())
        {
            shapes.Output = Shape.Of(OutFeatures);
            return;
        }
        int inFeatures = input[input.Rank - 1];
        shapes.CheckWritten("InFeatures", inFeatures, "features");
        float bound = (float)(1 / Math.Sqrt(inFeatures));
        shapes.AddParameter("weight", Shape.Of(OutFeatures, inFeatures), Initializer.Uniform, bound);
        if (Bias) shapes.AddParameter("bias", Shape.Of(OutFeatures), Initializer.Uniform, bound);
        (int, string) features = (OutFeatures, shapes.Layer.ConstantOf("OutFeatures"));
        shapes.Output = input.Rank == 1 ? Shape.Named(features) : Shape.Named((input[0], input.NameOf(0)), features);
    }
}
