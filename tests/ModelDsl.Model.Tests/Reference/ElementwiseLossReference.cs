using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>A loss that compares each output x with its target t, and adds up or averages over all of them.</summary>
internal sealed class ElementwiseLossReference(DeclaredLayer loss) : ReferenceLoss
{
    private readonly bool _isSum = loss.Word("Reduction", "Mean") == "Sum";
    private readonly double[]? _weight = loss.Doubles("Weight");
    private readonly double[]? _posWeight = loss.Doubles("PosWeight");

    public override (double Loss, ReferenceTensor Gradient) Compute(ReferenceTensor outputs, double[] targets)
    {
        ReferenceTensor gradient = outputs.Like();
        int sample = targets.Length / outputs.Batch;
        double divisor = _isSum ? 1 : targets.Length, total = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double weight = _weight?[i % sample] ?? 1;
            (double value, double slope) = Element(outputs.Values[i], targets[i], _posWeight?[i % sample] ?? 1);
            total += weight * value / divisor;
            gradient.Values[i] = weight * slope / divisor;
        }
        return (total, gradient);
    }

    private (double Value, double Slope) Element(double x, double t, double posWeight)
    {
        double error = x - t, size = Math.Abs(error);
        switch (loss.Kind)
        {
            case "MSELoss":
                return (error * error, 2 * error);
            case "L1Loss":
                return (size, Math.Sign(error));
            case "SmoothL1Loss":
                double beta = loss.Double("Beta", 1);
                return size < beta ? (0.5 * error * error / beta, error / beta) : (size - 0.5 * beta, Math.Sign(error));
            case "HuberLoss":
                double delta = loss.Double("Delta", 1);
                return size <= delta ? (0.5 * error * error, error) : (delta * (size - 0.5 * delta), delta * Math.Sign(error));
            case "BCELoss":
                // PyTorch holds the logarithms at −100 at least, and the divisor of the gradient at 1e−12.
                return (-(t * Math.Max(Math.Log(x), -100) + (1 - t) * Math.Max(Math.Log(1 - x), -100)), error / Math.Max(x * (1 - x), 1e-12));
            case "BCEWithLogitsLoss":
                double scale = 1 + (posWeight - 1) * t, sigmoid = 1 / (1 + Math.Exp(-x));
                double softplus = Math.Log(1 + Math.Exp(-Math.Abs(x))) + Math.Max(-x, 0);
                return ((1 - t) * x + scale * softplus, 1 - t - scale * (1 - sigmoid));
            default:
                throw new NotSupportedException(loss.Kind);
        }
    }
}
