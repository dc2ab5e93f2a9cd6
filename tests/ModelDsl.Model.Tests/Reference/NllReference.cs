using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>
/// −w[t] · x[t] of each target t, divided by the sum of the w[t] unless the reduction is a sum. The classes are dimension 1;
/// with more dimensions, each of their positions has a target of its own.
/// </summary>
internal sealed class NllReference(DeclaredLayer loss) : ReferenceLoss
{
    private readonly double[]? _weight = loss.Doubles("Weight");
    private readonly double _smoothing = loss.Double("LabelSmoothing", 0);
    private readonly int _ignoreIndex = loss.Int("IgnoreIndex", -100);
    private readonly bool _isSum = loss.Word("Reduction", "Mean") == "Sum";

    public override (double Loss, ReferenceTensor Gradient) Compute(ReferenceTensor outputs, double[] targets)
    {
        ReferenceTensor gradient = outputs.Like();
        int classes = outputs.Shape[1], inner = ReferenceTensor.Count(outputs.Shape.AsSpan(2));
        double loss = 0, total = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            int target = (int)targets[i];
            if (target == _ignoreIndex) continue;
            total += Weight(target);
            for (int c = 0; c < classes; c++)
            {
                int at = (i / inner * classes + c) * inner + i % inner;
                double share = Weight(c) * ((c == target ? 1 - _smoothing : 0) + _smoothing / classes);
                // A class without a share must not turn an infinite logarithm into NaN.
                if (share != 0) loss -= share * outputs.Values[at];
                gradient.Values[at] = -share;
            }
        }
        if (_isSum) return (loss, gradient);
        return (loss / total, new(gradient.Shape, [.. gradient.Values.Select(value => value / total)]));
    }

    private double Weight(int index) => _weight?[index] ?? 1;
}
