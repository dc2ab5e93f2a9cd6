using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>
/// Losses of class indices. <c>x</c> holds rows of as many scores as there are classes; <c>targets</c> one class index for each row.
/// Rows whose target is <c>ignoreIndex</c> count nothing and have a gradient of zero. The mean of a batch is the sum divided by
/// <see cref="ClassNormalizer"/>: NaN where every target is ignored, as in PyTorch.
/// </content>
public static partial class Losses
{
    /// <summary>Up to so many classes, rows are taken side by side: 8 KB.</summary>
    private const int MostClassesAcross = 128;

    /// <summary>
    /// Σ (1 − ε) · w[t] · (L − x[t]) + ε/C · Σ_c w[c] · (L − x[c]), with L = ln Σ exp(x), ε the label smoothing and C the number of classes.
    /// </summary>
    /// <param name="x">The scores.</param>
    /// <param name="targets">The class of each row.</param>
    /// <param name="gradient">Receives the gradient, or is empty.</param>
    /// <param name="classes">Values of a row.</param>
    /// <param name="stride">Floats from one row to the next in x and the gradient.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="weight">One weight w for each class; empty for ones.</param>
    /// <param name="ignoreIndex">A target that does not count.</param>
    /// <param name="labelSmoothing">ε, from 0 to 1.</param>
    public static double CrossEntropy(
        ReadOnlySpan<float> x, ReadOnlySpan<int> targets, Span<float> gradient, int classes, int stride, float scale,
        ReadOnlySpan<float> weight = default, int ignoreIndex = -100, float labelSmoothing = 0)
    {
        double sum = 0;
        int row = 0;
        if (classes <= MostClassesAcross && weight.IsEmpty && labelSmoothing == 0)
        {
            int lanes = Vector512.IsHardwareAccelerated ? Lanes512.Count : Vector256.IsHardwareAccelerated ? Lanes256.Count : Lanes128.Count;
            for (; row <= targets.Length - lanes && !targets.Slice(row, lanes).Contains(ignoreIndex); row += lanes)
            {
                ReadOnlySpan<float> rows = x.Slice(row * stride, lanes * stride);
                ReadOnlySpan<int> rowTargets = targets.Slice(row, lanes);
                Span<float> rowGradients = gradient.IsEmpty ? default : gradient.Slice(row * stride, lanes * stride);
                sum += Vector512.IsHardwareAccelerated ? CrossEntropyAcross<Lanes512>(rows, rowTargets, rowGradients, classes, stride, scale)
                    : Vector256.IsHardwareAccelerated ? CrossEntropyAcross<Lanes256>(rows, rowTargets, rowGradients, classes, stride, scale)
                    : CrossEntropyAcross<Lanes128>(rows, rowTargets, rowGradients, classes, stride, scale);
            }
        }
        Smoothing smoothing = new(classes, weight, labelSmoothing);
        for (; row < targets.Length; row++)
        {
            Span<float> rowGradient = gradient.IsEmpty ? default : gradient.Slice(row * stride, stride);
            if (targets[row] == ignoreIndex) rowGradient.Clear();
            else sum += CrossEntropyRow(x.Slice(row * stride, stride), classes, targets[row], rowGradient, scale, weight, smoothing);
        }
        return sum;
    }

    /// <summary>Σ −w[t] · x[t] of logarithms of probabilities x.</summary>
    /// <param name="x">The logarithms.</param>
    /// <param name="targets">The class of each row.</param>
    /// <param name="gradient">Receives the gradient, or is empty.</param>
    /// <param name="classes">Values of a row.</param>
    /// <param name="stride">Floats from one row to the next in x and the gradient.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="weight">One weight w for each class; empty for ones.</param>
    /// <param name="ignoreIndex">A target that does not count.</param>
    public static double NLL(
        ReadOnlySpan<float> x, ReadOnlySpan<int> targets, Span<float> gradient, int classes, int stride, float scale,
        ReadOnlySpan<float> weight = default, int ignoreIndex = -100)
    {
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            int target = targets[row];
            if (!gradient.IsEmpty) gradient.Slice(row * stride, stride).Clear();
            if (target == ignoreIndex) continue;
            float factor = weight.IsEmpty ? 1 : weight[target];
            sum -= factor * (double)x.Slice(row * stride, classes)[target];
            if (!gradient.IsEmpty) gradient[row * stride + target] = -factor * scale;
        }
        return sum;
    }

    /// <summary><see cref="CrossEntropy"/> of samples in the caller's order [C, positions], without gradient.</summary>
    /// <param name="x">Dense samples of classes × positions scores.</param>
    /// <param name="targets">One class for each position of each sample.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="positions">How many positions a sample has.</param>
    /// <param name="weight">One weight w for each class; empty for ones.</param>
    /// <param name="ignoreIndex">A target that does not count.</param>
    /// <param name="labelSmoothing">ε, from 0 to 1.</param>
    public static double CrossEntropyChannelsFirst(
        ReadOnlySpan<float> x, ReadOnlySpan<int> targets, int classes, int positions,
        ReadOnlySpan<float> weight = default, int ignoreIndex = -100, float labelSmoothing = 0)
    {
        Smoothing smoothing = new(classes, weight, labelSmoothing);
        float[] row = ArrayPool<float>.Shared.Rent(classes);
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] == ignoreIndex) continue;
            ReadOnlySpan<float> sample = x[(i / positions * classes * positions + i % positions)..];
            for (int c = 0; c < classes; c++) row[c] = sample[c * positions];
            sum += CrossEntropyRow(row.AsSpan(0, classes), classes, targets[i], default, 0, weight, smoothing);
        }
        ArrayPool<float>.Shared.Return(row);
        return sum;
    }

    /// <summary><see cref="NLL"/> of samples in the caller's order [C, positions], without gradient.</summary>
    /// <param name="x">Dense samples of classes × positions logarithms.</param>
    /// <param name="targets">One class for each position of each sample.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="positions">How many positions a sample has.</param>
    /// <param name="weight">One weight w for each class; empty for ones.</param>
    /// <param name="ignoreIndex">A target that does not count.</param>
    public static double NLLChannelsFirst(
        ReadOnlySpan<float> x, ReadOnlySpan<int> targets, int classes, int positions, ReadOnlySpan<float> weight = default, int ignoreIndex = -100)
    {
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            int target = targets[i];
            if (target == ignoreIndex) continue;
            sum -= (weight.IsEmpty ? 1 : weight[target]) * (double)x[(i / positions * classes + target) * positions + i % positions];
        }
        return sum;
    }

    /// <summary>What the loss of a batch is divided by: Σ w[t] over the targets that count.</summary>
    /// <param name="targets">The class of each row.</param>
    /// <param name="weight">One weight w for each class; empty for ones.</param>
    /// <param name="ignoreIndex">A target that does not count.</param>
    public static double ClassNormalizer(ReadOnlySpan<int> targets, ReadOnlySpan<float> weight, int ignoreIndex)
    {
        double sum = 0;
        foreach (int target in targets)
        {
            if (target != ignoreIndex) sum += weight.IsEmpty ? 1 : weight[target];
        }
        return sum;
    }

    /// <summary>Refuses targets that are no class.</summary>
    /// <param name="targets">The class indices.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="ignoreIndex">A target that is allowed whatever it is.</param>
    /// <exception cref="ArgumentException">A target is below 0 or above the last class.</exception>
    public static void CheckClasses(ReadOnlySpan<int> targets, int classes, int ignoreIndex)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            if ((uint)targets[i] >= (uint)classes && targets[i] != ignoreIndex)
                throw new ArgumentException($"targets[{i}] = {targets[i]}: a class index from 0 to {classes - 1} was expected.");
        }
    }

    /// <summary>As many rows as a vector has lanes, each in a lane: with few classes, sums across a vector would take most of the time.</summary>
    [SkipLocalsInit]
    private static unsafe double CrossEntropyAcross<V>(ReadOnlySpan<float> x, ReadOnlySpan<int> targets, Span<float> gradient, int classes, int stride, float scale)
        where V : struct, ILanes<V>
    {
        float* columns = stackalloc float[MostClassesAcross * Lanes512.Count];
        Span<float> logs = stackalloc float[V.Count], maxima = stackalloc float[V.Count];
        fixed (float* from = x, to = gradient)
        {
            Transposition.Run(from, stride, columns, V.Count, V.Count, classes);
            V max = V.Load(in *columns, 0), sum0 = V.Create(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (int c = 1; c < classes; c++) max = Lanes.LargerOrNaN(max, V.Load(in *columns, c * V.Count));
            int next = 0;
            for (; next <= classes - 4; next += 4)
            {
                // Four sums, which round less than one.
                sum0 += Power(columns, V.Count * next, max);
                sum1 += Power(columns, V.Count * (next + 1), max);
                sum2 += Power(columns, V.Count * (next + 2), max);
                sum3 += Power(columns, V.Count * (next + 3), max);
            }
            for (; next < classes; next++) sum0 += Power(columns, V.Count * next, max);
            V sum = sum0 + sum1 + (sum2 + sum3);
            max.Store(ref maxima[0], 0);
            sum.Store(ref logs[0], 0);
            if (to != null)
            {
                V factor = V.Create(scale) / sum;
                // As ShareOperator has it, with a factor for each lane.
                for (int c = 0; c < classes; c++) Lanes.WithoutDenormals(V.Load(in *columns, c * V.Count) * factor).Store(ref *columns, c * V.Count);
                // The lanes beyond the classes become zero: all at once, before the rest is written.
                if (stride > classes) gradient.Clear();
                Transposition.Run(columns, V.Count, to, stride, classes, V.Count);
                for (int row = 0; row < V.Count; row++) gradient[row * stride + targets[row]] -= scale;
            }
        }
        VectorMath.Log(logs, logs);
        double total = 0;
        for (int row = 0; row < V.Count; row++) total += logs[row] + ((double)maxima[row] - x[row * stride + targets[row]]);
        return total;
    }

    /// <summary>exp(x − max) in place of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe V Power<V>(float* columns, int at, V max)
        where V : struct, ILanes<V>
    {
        V power = Functions.Exp(V.Load(in *columns, at) - max);
        power.Store(ref *columns, at);
        return power;
    }

    private static double CrossEntropyRow(
        ReadOnlySpan<float> x, int classes, int target, Span<float> gradient, float scale, ReadOnlySpan<float> weight, Smoothing smoothing)
    {
        float targetWeight = (1 - smoothing.Epsilon) * (weight.IsEmpty ? 1 : weight[target]);
        (float max, double sum) = Exponentials.Of(x, gradient, classes);
        if (!gradient.IsEmpty)
        {
            double share = targetWeight + smoothing.Share * smoothing.TotalWeight;
            Map.Run(new ShareOperator((float)(scale * share / sum)), gradient, gradient);
            if (smoothing.Share > 0)
            {
                for (int c = 0; c < classes; c++) gradient[c] -= scale * smoothing.Share * (weight.IsEmpty ? 1 : weight[c]);
            }
            gradient[target] -= scale * targetWeight;
            gradient[classes..].Clear();
        }
        // ln Σ exp(x) − x[c], small terms first: max may be large.
        double log = Math.Log(sum);
        double loss = targetWeight * (log + ((double)max - x[target]));
        if (smoothing.Share > 0)
        {
            double smooth = 0;
            for (int c = 0; c < classes; c++) smooth += (weight.IsEmpty ? 1 : weight[c]) * (log + ((double)max - x[c]));
            loss += smoothing.Share * smooth;
        }
        return loss;
    }

    /// <summary>
    /// A class's part of the gradient. A class that is out of the question would have a denormal one, and so would each product with it on the way back: see
    /// <see cref="Lanes.WithoutDenormals"/>.
    /// </summary>
    private readonly struct ShareOperator(float factor) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => Lanes.WithoutDenormals(x * V.Create(factor));
    }

    /// <summary>What label smoothing means for the rows of a batch.</summary>
    private readonly struct Smoothing
    {
        public Smoothing(int classes, ReadOnlySpan<float> weight, float epsilon)
        {
            Epsilon = epsilon;
            Share = epsilon / classes;
            double total = weight.IsEmpty ? classes : 0;
            foreach (float value in weight) total += value;
            TotalWeight = total;
        }

        public float Epsilon { get; }

        /// <summary>The part of the target that each class gets.</summary>
        public float Share { get; }

        public double TotalWeight { get; }
    }
}
