using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Batch normalisation of vectors [F] or of the channels of pictures [C, H, W].</summary>
/// <remarks>
/// Inputs: x; weight [C] and bias [C] if affine; running_mean [C], running_var [C] and num_batches_tracked [] if running statistics are kept.
/// </remarks>
internal sealed record BatchNorm(bool IsPicture, float Eps, float Momentum, bool Affine, bool TrackRunningStats) : LayerOperator
{
    public override string Kind => IsPicture ? "BatchNorm2d" : "BatchNorm1d";

    public override string Formula => Affine ? "y = (x − mean) / √(variance + eps) · weight + bias" : "y = (x − mean) / √(variance + eps)";

    public override string NamePrefix => "bn";

    public static BatchNorm Create(LayerSpec layer)
        => new(layer.Kind == "BatchNorm2d", layer.Float("Eps", 1e-5f), layer.Float("Momentum", 0.1f), layer.Bool("Affine", true), layer.Bool("TrackRunningStats", true));

    public override void Infer(ShapeContext shapes)
    {
        shapes.Require(Eps >= 0, "Eps", Eps, "at least 0");
        shapes.Require(Momentum is >= 0 and <= 1, "Momentum", Momentum, "from 0 to 1");
        shapes.Output = shapes.Input;
        if (IsPicture ? !shapes.IsPicture() : !shapes.IsVector()) return;
        int features = shapes.Input[0];
        shapes.CheckWritten("NumFeatures", features, IsPicture ? "channels" : "features");
        if (Affine)
        {
            shapes.AddParameter("weight", Shape.Of(features), Initializer.Ones);
            shapes.AddParameter("bias", Shape.Of(features), Initializer.Zeros);
        }
        if (TrackRunningStats)
        {
            shapes.AddParameter("running_mean", Shape.Of(features), Initializer.Zeros, isBuffer: true);
            shapes.AddParameter("running_var", Shape.Of(features), Initializer.Ones, isBuffer: true);
            shapes.AddParameter("num_batches_tracked", Shape.Scalar, Initializer.Zeros, isBuffer: true);
        }
    }
}
