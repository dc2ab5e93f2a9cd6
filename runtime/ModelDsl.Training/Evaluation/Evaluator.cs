using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ModelDsl.Training;

/// <summary>Measures one model on one loader, again and again, with the same buffer for its outputs.</summary>
internal sealed class Evaluator<TTarget>(ITrainable<TTarget> model, DataLoader<TTarget> data)
    where TTarget : unmanaged
{
    /// <summary>A table of the square of the classes is useful for a few, and large for many.</summary>
    private const int MostClassesForTable = 1000;

    private readonly float[] _outputs = new float[checked(Math.Min(data.BatchSize, data.Dataset.Count) * model.OutputSize)];

    /// <summary>One class index for each sample: then there is an accuracy.</summary>
    private readonly bool _hasClasses = typeof(TTarget) == typeof(int) && model.TargetSize == 1;

    public EvaluationResult Run()
    {
        double loss = 0;
        int right = 0;
        int counted = 0;
        ConfusionMatrix? confusion = _hasClasses && model.OutputSize <= MostClassesForTable
            ? new ConfusionMatrix(model.OutputSize) { ClassNames = data.Dataset.ClassNames }
            : null;
        foreach (Batch<TTarget> batch in data)
        {
            Span<float> outputs = _outputs.AsSpan(0, batch.Count * model.OutputSize);
            loss += (double)model.Evaluate(batch.Inputs, batch.Targets, outputs) * batch.Count;
            if (!_hasClasses)
                continue;
            ReadOnlySpan<int> targets = MemoryMarshal.Cast<TTarget, int>(batch.Targets);
            confusion?.Add(outputs, targets);
            for (int i = 0; i < targets.Length; i++)
            {
                counted += targets[i] >= 0 ? 1 : 0; // negative targets are those that the loss is told to ignore
                right += TensorPrimitives.IndexOfMax(outputs.Slice(i * model.OutputSize, model.OutputSize)) == targets[i] ? 1 : 0;
            }
        }

        return new EvaluationResult(loss / data.SampleCount, _hasClasses ? (double)right / counted : null, confusion);
    }
}
