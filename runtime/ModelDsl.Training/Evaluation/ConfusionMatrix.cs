using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace ModelDsl.Training;

/// <summary>Counts which class was taken for which: rows are what the samples are, columns what the model said.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <summary>An empty matrix for so many classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive, or too large for a table.</exception>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 1 << 14);
        Classes = classes;
        _counts = new long[classes * classes];
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>The names of the classes, by class index; empty where there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>How many samples have been counted.</summary>
    public long Total => TensorPrimitives.Sum<long>(_counts);

    /// <summary>The share of samples whose class was recognised, from 0 to 1; NaN before the first sample.</summary>
    public double Accuracy
    {
        get
        {
            long right = 0;
            for (int i = 0; i < Classes; i++)
                right += this[i, i];
            return (double)right / Total;
        }
    }

    /// <summary>How many samples of class <paramref name="actual"/> were taken for class <paramref name="predicted"/>.</summary>
    public long this[int actual, int predicted] => _counts[Checked(actual) * Classes + Checked(predicted)];

    /// <summary>Counts one sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class is not one of the matrix.</exception>
    public void Add(int actual, int predicted) => _counts[Checked(actual) * Classes + Checked(predicted)]++;

    /// <summary>Counts a batch: the class with the highest score is the one that the model says. Negative targets are left out.</summary>
    /// <param name="scores">One score per class for each sample, one sample after another.</param>
    /// <param name="targets">The class of each sample.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> targets)
    {
        if (scores.Length != (long)targets.Length * Classes)
        {
            throw new ArgumentException(
                $"scores: expected {(long)targets.Length * Classes} values ({Classes} for each of {targets.Length} targets), got {scores.Length}", nameof(scores));
        }

        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] >= 0)
                Add(targets[i], TensorPrimitives.IndexOfMax(scores.Slice(i * Classes, Classes)));
        }
    }

    /// <summary>The share of the samples of a class that were recognised; NaN if there were none.</summary>
    public double Recall(int actual)
    {
        long right = this[actual, actual];
        return (double)right / TensorPrimitives.Sum<long>(_counts.AsSpan(actual * Classes, Classes));
    }

    /// <summary>The share of the samples taken for a class that are of it; NaN if there were none.</summary>
    public double Precision(int predicted)
    {
        long all = 0;
        for (int actual = 0; actual < Classes; actual++)
            all += this[actual, predicted];
        return (double)this[predicted, predicted] / all;
    }

    /// <summary>The table as text, with the recall of every class at the end of its row.</summary>
    public override string ToString()
    {
        string[] names = [.. Enumerable.Range(0, Classes).Select(i => i < ClassNames.Count ? ClassNames[i] : i.ToString(CultureInfo.InvariantCulture))];
        int nameWidth = names.Max(name => name.Length);
        int cellWidth = Math.Max(4, _counts.Max().ToString(CultureInfo.InvariantCulture).Length + 1);
        StringBuilder text = new();
        text.Append(' ', nameWidth);
        for (int i = 0; i < Classes; i++)
            text.Append(i.ToString(CultureInfo.InvariantCulture).PadLeft(cellWidth));
        text.Append("  recall\n");
        for (int actual = 0; actual < Classes; actual++)
        {
            text.Append(names[actual].PadRight(nameWidth));
            for (int predicted = 0; predicted < Classes; predicted++)
                text.Append(this[actual, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(cellWidth));
            text.Append(CultureInfo.InvariantCulture, $"  {Recall(actual):0.000}\n");
        }

        return text.ToString();
    }

    private int Checked(int index) => (uint)index < (uint)Classes
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"expected a class, 0…{Classes - 1}");
}
