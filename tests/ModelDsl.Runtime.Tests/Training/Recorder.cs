using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

/// <summary>A callback made of delegates.</summary>
internal sealed class Recorder : TrainerCallback
{
    public Action<TrainingState>? FitBegin { get; init; }

    public Action<TrainingState>? EpochBegin { get; init; }

    public Action<TrainingState>? BatchEnd { get; init; }

    public Action<TrainingState, EpochResult>? EpochEnd { get; init; }

    public Action<TrainingState, History>? FitEnd { get; init; }

    public override void OnFitBegin(TrainingState state) => FitBegin?.Invoke(state);

    public override void OnEpochBegin(TrainingState state) => EpochBegin?.Invoke(state);

    public override void OnBatchEnd(TrainingState state) => BatchEnd?.Invoke(state);

    public override void OnEpochEnd(TrainingState state, EpochResult result) => EpochEnd?.Invoke(state, result);

    public override void OnFitEnd(TrainingState state, History history) => FitEnd?.Invoke(state, history);
}
