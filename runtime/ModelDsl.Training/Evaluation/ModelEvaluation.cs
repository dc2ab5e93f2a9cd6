namespace ModelDsl.Training;

/// <summary>Measures models.</summary>
public static class ModelEvaluation
{
    /// <summary>Computes the loss, and for classes the accuracy, over one epoch of a loader, in evaluation mode. Nothing is learned.</summary>
    /// <exception cref="ArgumentException">The loader is empty, or its samples are not what the model takes.</exception>
    public static EvaluationResult Evaluate<TTarget>(this ITrainable<TTarget> model, DataLoader<TTarget> data)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        LoaderCheck.Check(model, data, nameof(data));
        return new Evaluator<TTarget>(model, data).Run();
    }
}
