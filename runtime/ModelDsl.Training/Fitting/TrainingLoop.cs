using System.Diagnostics;

namespace ModelDsl.Training;

/// <summary>One training: epochs, batches, validation, and the reasons to end.</summary>
internal sealed class TrainingLoop<TTarget>
    where TTarget : unmanaged
{
    private readonly Trainer<TTarget> _trainer;
    private readonly DataLoader<TTarget> _train;
    private readonly TrainingState _state;
    private readonly ProgressDisplay _display;
    private readonly TrainerCallback[] _callbacks;
    private readonly Evaluator<TTarget>? _evaluator;
    private readonly BestEpoch _best;

    public TrainingLoop(
        Trainer<TTarget> trainer, DataLoader<TTarget> train, DataLoader<TTarget>? validation, TrainingState state, ProgressDisplay display)
    {
        _trainer = trainer;
        _train = train;
        _state = state;
        _display = display;
        _callbacks = [.. trainer.Callbacks, display];
        _evaluator = validation is null ? null : new Evaluator<TTarget>(trainer.Model, validation);
        _best = new BestEpoch(trainer.Model, trainer.BestBy, trainer.RestoreBest, trainer.CheckpointPath);
    }

    public History Run()
    {
        long start = Stopwatch.GetTimestamp();
        List<EpochResult> results = [];
        using InterruptWatch interrupt = new(_display.ShowInterrupt, _display.ShowSecondInterrupt);
        foreach (TrainerCallback callback in _callbacks)
            callback.OnFitBegin(_state);
        for (int epoch = 1; epoch <= _state.Epochs && !_state.IsStopping; epoch++)
        {
            BeginEpoch(epoch);
            TrainBatches(interrupt);

            // An epoch that was cut short by anything but its own end is no result to compare with others.
            if (_state.IsStopping && _state.Batch < _state.BatchCount || _state.Reason is StopReason.Diverged)
                break;
            EpochResult result = EndEpoch(interrupt);
            results.Add(result);
            _state.LastEpoch = result;
            foreach (TrainerCallback callback in _callbacks)
                callback.OnEpochEnd(_state, result);
        }

        _best.Restore();
        History history = new(results, _state.Reason ?? StopReason.Finished, Stopwatch.GetElapsedTime(start));
        foreach (TrainerCallback callback in _callbacks)
            callback.OnFitEnd(_state, history);
        return history;
    }

    private void BeginEpoch(int epoch)
    {
        _state.Epoch = epoch;
        _state.Batch = 0;
        _state.SamplesSeen = 0;
        _state.LossSum = 0;
        _state.Clock.Restart();
        foreach (TrainerCallback callback in _callbacks)
            callback.OnEpochBegin(_state);
    }

    private void TrainBatches(InterruptWatch interrupt)
    {
        foreach (Batch<TTarget> batch in _train)
        {
            _state.LearningRate = _trainer.Optimizer.LearningRate;
            float loss = _trainer.Model.Train(batch.Inputs, batch.Targets, _trainer.Optimizer);
            if (_trainer.ScheduleInterval == ScheduleInterval.Batch)
                _trainer.Schedule?.Step();

            _state.Batch++;
            _state.SamplesSeen += batch.Count;
            _state.BatchLoss = loss;
            _state.LossSum += (double)loss * batch.Count;
            if (!float.IsFinite(loss))
                _state.Stop(StopReason.Diverged);
            if (interrupt.IsInterrupted)
                _state.Stop(StopReason.Interrupted);
            foreach (TrainerCallback callback in _callbacks)
                callback.OnBatchEnd(_state);
            if (_state.IsStopping)
                break;
        }

        _state.Clock.Stop();
        if (_trainer.ScheduleInterval == ScheduleInterval.Epoch && _state.Batch == _state.BatchCount)
            _trainer.Schedule?.Step();
    }

    private EpochResult EndEpoch(InterruptWatch interrupt)
    {
        EvaluationResult? validation = _evaluator?.Run();
        bool isBest = validation is not null && _best.Judge(validation);
        if (_trainer.Patience is int patience && _best.EpochsSince >= patience)
            _state.Stop(StopReason.EarlyStopping);
        if (interrupt.IsInterrupted && _state.Epoch < _state.Epochs)
            _state.Stop(StopReason.Interrupted);
        return new EpochResult
        {
            Number = _state.Epoch,
            Loss = _state.Loss,
            ValidationLoss = validation?.Loss,
            ValidationAccuracy = validation?.Accuracy,
            LearningRate = _state.LearningRate,
            Duration = _state.Clock.Elapsed,
            SamplesPerSecond = _state.SamplesPerSecond,
            IsBest = isBest,
        };
    }
}
