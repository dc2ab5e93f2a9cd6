namespace ModelDsl;

/// <content>Losses of classifications.</content>
public static partial class TensorFunctions
{
    /// <summary>
    /// For classification: <c>−w[t] · ln softmax(x)[t]</c> of scores [C] (no softmax before it!) and a class number t; of [C, d₁, …] at each
    /// place. The mean is <c>Σ loss / Σ w[t]</c>. With label smoothing ε it is (1 − ε) of that plus ε/C times the (weighted) loss of every class.
    /// </summary>
    /// <param name="scores">The scores, [C] or [C, d₁, …].</param>
    /// <param name="target">The class numbers, [] or [d₁, …]; see <see cref="Tensor.Classes"/>.</param>
    /// <param name="weight">One weight for each of the C classes; null for all 1.</param>
    /// <param name="ignoreIndex">A target that does not count, neither in the loss nor in its mean.</param>
    /// <param name="labelSmoothing">How much of the target is spread evenly over all classes, from 0 to 1.</param>
    /// <param name="reduction">How the losses of the batch become one number.</param>
    /// <returns>One number, shared by the batch.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or a target is no class.</exception>
    public static Tensor CrossEntropy(
        Tensor scores, Tensor target, float[]? weight = null, int ignoreIndex = -100, float labelSmoothing = 0, Reduction reduction = Reduction.Mean)
    {
        CheckClasses("CrossEntropy", scores, target, weight, ignoreIndex);
        if (!(labelSmoothing is >= 0 and <= 1)) throw new ArgumentException($"CrossEntropy: labelSmoothing is from 0 to 1, and not {labelSmoothing}.", nameof(labelSmoothing));
        return LikelihoodLoss(LogSoftmax(scores, 0), target, weight, ignoreIndex, labelSmoothing, reduction);
    }

    /// <summary>
    /// For classification: <c>−w[t] · x[t]</c> of logarithms of probabilities [C] (<see cref="LogSoftmax"/> before it) and a class number t;
    /// of [C, d₁, …] at each place. The mean is <c>Σ loss / Σ w[t]</c>.
    /// </summary>
    /// <param name="logProbabilities">The logarithms, [C] or [C, d₁, …].</param>
    /// <param name="target">The class numbers, [] or [d₁, …]; see <see cref="Tensor.Classes"/>.</param>
    /// <param name="weight">One weight for each of the C classes; null for all 1.</param>
    /// <param name="ignoreIndex">A target that does not count, neither in the loss nor in its mean.</param>
    /// <param name="reduction">How the losses of the batch become one number.</param>
    /// <returns>One number, shared by the batch.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together, or a target is no class.</exception>
    public static Tensor NLLLoss(Tensor logProbabilities, Tensor target, float[]? weight = null, int ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        CheckClasses("NLLLoss", logProbabilities, target, weight, ignoreIndex);
        return LikelihoodLoss(logProbabilities, target, weight, ignoreIndex, labelSmoothing: 0, reduction);
    }

    private static Tensor LikelihoodLoss(Tensor logs, Tensor target, float[]? weight, int ignoreIndex, float labelSmoothing, Reduction reduction)
    {
        int classes = logs.Shape[0], places = logs.Size / classes, rows = Broadcast.CommonSamples("loss", logs, target) ?? 1;
        double loss = 0, counted = 0;
        ForEachShare((at, share) => loss -= share * logs.Data[at]);
        for (int i = 0; i < rows * places; i++)
        {
            int label = Label(i);
            if (label != ignoreIndex) counted += weight?[label] ?? 1;
        }
        double divisor = reduction == Reduction.Mean ? counted : 1;
        return Tensor.Record([], null, [loss / divisor], [logs], (dy, pass) =>
        {
            double[] dx = pass.Of(logs)!;
            ForEachShare((at, share) => dx[at] -= share * dy[0] / divisor);
        });

        int Label(int i) => (int)target.Data[target.Start(i / places) + i % places];

        void ForEachShare(Action<int, double> visit)
        {
            for (int i = 0; i < rows * places; i++)
            {
                int label = Label(i);
                for (int c = 0; c < classes && label != ignoreIndex; c++)
                {
                    double share = (weight?[c] ?? 1) * ((c == label ? 1.0 - labelSmoothing : 0) + (double)labelSmoothing / classes);
                    // A class without a share must not make NaN of an infinite logarithm.
                    if (share != 0) visit(logs.Start(i / places) + c * places + i % places, share);
                }
            }
        }
    }

    private static void CheckClasses(string function, Tensor scores, Tensor target, float[]? weight, int ignoreIndex)
    {
        if (scores.Shape.Length == 0) throw new ArgumentException($"{function}: one score for each class, [C], was expected, and the scores are a single number.");
        Broadcast.CommonSamples(function, scores, target);
        ReadOnlySpan<int> wanted = scores.Shape.AsSpan(1, scores.Shape.Length - 1);
        if (!target.Shape.AsSpan().SequenceEqual(wanted))
        {
            string shapes = $"scores {Sizes.Text(scores.Shape.AsSpan())} need class numbers {Sizes.Text(wanted)}, and the target is {Sizes.Text(target.Shape.AsSpan())}";
            string advice = target.Shape.AsSpan().SequenceEqual(scores.Shape.AsSpan())
                ? "Give the number of the class instead of a value for each class: Tensor.Classes(labels), or ArgMax(target, 0)."
                : target.Size == Sizes.Count(wanted) ? $"Reshape the target, or squeeze its dimension of size 1." : "Give one class number for each place: Tensor.Classes(labels).";
            throw new ArgumentException($"{function}: {shapes}. {advice}", nameof(target));
        }
        int classes = scores.Shape[0];
        if (weight is not null && weight.Length != classes) throw new ArgumentException($"{function}: there are {classes} classes, and {weight.Length} weights.", nameof(weight));
        for (int i = 0; i < target.Data.Length; i++)
        {
            double label = target.Data[i];
            if (label == ignoreIndex || (label >= 0 && label < classes && label == Math.Floor(label))) continue;
            string place = target.Samples is null ? "" : $" of sample {i / target.Size}";
            throw new ArgumentException($"{function}: the target {label}{place} is no class: scores {Sizes.Text(scores.Shape.AsSpan())} have the classes 0 to {classes - 1}.", nameof(target));
        }
    }
}
