namespace ModelDsl.Training;

/// <summary>Knows the best epoch so far, and keeps its parameters in memory and in a file, as far as asked to.</summary>
internal sealed class BestEpoch(IModel model, BestBy by, bool restores, string? checkpointPath)
{
    private readonly ParameterSnapshot? _snapshot = restores ? new ParameterSnapshot(model.Parameters) : null;
    private double _best = double.PositiveInfinity;

    /// <summary>How many epochs have passed since the best one.</summary>
    public int EpochsSince { get; private set; }

    /// <summary>Whether there is a best one: with a validation that was always NaN, there is none.</summary>
    public bool Exists => _best < double.PositiveInfinity;

    /// <summary>Judges an epoch that has just ended, while the model still has its parameters.</summary>
    /// <returns>Whether it was better than all before.</returns>
    public bool Judge(EvaluationResult validation)
    {
        double value = by == BestBy.ValidationLoss ? validation.Loss : -(validation.Accuracy ?? double.NaN);
        EpochsSince++;
        if (!(value < _best))
            return false;
        _best = value;
        EpochsSince = 0;
        _snapshot?.Take();
        if (checkpointPath is not null)
            model.Save(checkpointPath);
        return true;
    }

    /// <summary>Gives the model the parameters of the best epoch, if they were to be kept and there is one.</summary>
    public void Restore()
    {
        if (Exists)
            _snapshot?.Restore();
    }
}
