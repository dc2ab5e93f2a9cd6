using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

[Collection(Trainings.Name)]
public sealed class TrainerTests
{
    [Fact]
    public void Fit_SeparableClasses_LearnsThem()
    {
        SoftmaxRegression model = new(2, 3);
        Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0.5 }) { ShowProgress = false };
        History history = trainer.Fit(Loader(Clusters(300, seed: 1), shuffle: true), Loader(Clusters(90, seed: 2)), epochs: 20);

        Assert.Equal(StopReason.Finished, history.StopReason);
        Assert.Equal(Enumerable.Range(1, 20), history.Epochs.Select(e => e.Number));
        Assert.Equal(20 * 19, model.Steps);
        Assert.True(history.Epochs[^1].Loss < 0.3 * history.Epochs[0].Loss);
        Assert.InRange(history.Epochs[^1].ValidationAccuracy!.Value, 0.98, 1);
        Assert.All(history.Epochs, e => Assert.True(e.SamplesPerSecond > 0 && e.LearningRate == 0.5));

        EvaluationResult again = model.Evaluate(Loader(Clusters(90, seed: 2)));
        Assert.Equal(history.Epochs[^1].ValidationLoss, again.Loss);
        Assert.Equal(again.Accuracy, again.Confusion!.Accuracy);
    }

    [Fact]
    public void Fit_Losses_AreMeansOverSamplesNotOverBatches()
    {
        // Batches of 16 and a last one of 4: their losses must weigh as many samples as they have.
        TensorDataset<int> data = Clusters(20, seed: 3);
        SoftmaxRegression model = new(2, 3);
        Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0 }) { ShowProgress = false };
        float whole = model.Evaluate(data.Samples, data.Targets, new float[60]);
        EpochResult epoch = trainer.Fit(Loader(data), Loader(data), epochs: 1).Epochs[0];
        Assert.Equal(whole, epoch.Loss, 1e-6);
        Assert.Equal(whole, epoch.ValidationLoss!.Value, 1e-6);
    }

    [Fact]
    public void Fit_SameSeeds_GivesTheSameParameters()
    {
        float[] Run()
        {
            SoftmaxRegression model = new(2, 3);
            Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0.1 }) { ShowProgress = false };
            trainer.Fit(Loader(Clusters(50, seed: 1), shuffle: true), epochs: 3);
            return model.Parameters.Values.ToArray();
        }

        Assert.Equal(Run(), Run());
    }

    [Theory]
    [InlineData(ScheduleInterval.Epoch, 3)]
    [InlineData(ScheduleInterval.Batch, 12)]
    public void Fit_Schedule_StepsWhenAskedTo(ScheduleInterval interval, int steps)
    {
        SoftmaxRegression model = new(2, 3);
        SGD optimizer = new(model) { LearningRate = 1 };
        ExponentialLR schedule = new(optimizer, 0.5);
        Trainer<int> trainer = new(model, optimizer) { ShowProgress = false, Schedule = schedule, ScheduleInterval = interval };
        History history = trainer.Fit(Loader(Clusters(60, seed: 1)), epochs: 3);
        Assert.Equal(steps, schedule.StepCount);
        double[] expected = interval == ScheduleInterval.Epoch ? [1, 0.5, 0.25] : [Math.Pow(0.5, 3), Math.Pow(0.5, 7), Math.Pow(0.5, 11)];
        Assert.Equal(expected, history.Epochs.Select(e => e.LearningRate));
    }

    [Fact]
    public void Fit_Patience_StopsAndRestoresTheBestEpoch()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "best.safetensors");
        float[]? best = null;
        SoftmaxRegression model = new(2, 3);
        SGD optimizer = new(model) { LearningRate = 0.5 };
        Trainer<int> trainer = new(model, optimizer)
        {
            ShowProgress = false,
            Patience = 3,
            RestoreBest = true,
            CheckpointPath = path,
            Callbacks =
            [
                new Recorder
                {
                    EpochEnd = (_, result) =>
                    {
                        best = result.IsBest ? model.Parameters.Values.ToArray() : best;
                        optimizer.Maximize = result.Number >= 4; // from epoch 5 on, everything becomes worse
                    },
                },
            ],
        };
        History history = trainer.Fit(Loader(Clusters(60, seed: 1)), Loader(Clusters(30, seed: 2)), epochs: 50);

        Assert.Equal(StopReason.EarlyStopping, history.StopReason);
        Assert.Equal(4, history.Best!.Number);
        Assert.Equal(7, history.Epochs.Count);
        Assert.Equal(best, model.Parameters.Values);
        Assert.Equal(16, model.Parameters["steps"].Values[0]); // buffers come back too
        Assert.Equal(history.Best.ValidationLoss, model.Evaluate(Loader(Clusters(30, seed: 2))).Loss);

        SoftmaxRegression loaded = new(2, 3, seed: 9);
        loaded.Load(path);
        Assert.Equal(best, loaded.Parameters.Values);
    }

    [Fact]
    public void Fit_WithoutRestoreBest_KeepsTheLastParameters()
    {
        SoftmaxRegression model = new(2, 3);
        SGD optimizer = new(model) { LearningRate = 0.5, Maximize = true };
        Trainer<int> trainer = new(model, optimizer) { ShowProgress = false, Patience = 2 };
        History history = trainer.Fit(Loader(Clusters(60, seed: 1)), Loader(Clusters(30, seed: 2)), epochs: 50);
        Assert.Equal(1, history.Best!.Number);
        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal(history.Epochs[^1].ValidationLoss, model.Evaluate(Loader(Clusters(30, seed: 2))).Loss);
    }

    [Fact]
    public void Fit_BestByAccuracy_IgnoresTheLoss()
    {
        SoftmaxRegression model = new(2, 3);
        Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0.5 }) { ShowProgress = false, BestBy = BestBy.ValidationAccuracy, Patience = 50 };
        History history = trainer.Fit(Loader(Clusters(300, seed: 1)), Loader(Clusters(90, seed: 2)), epochs: 12);
        double highest = history.Epochs.Max(e => e.ValidationAccuracy!.Value);
        Assert.Equal(history.Epochs.First(e => e.ValidationAccuracy == highest).Number, history.Best!.Number);
        Assert.True(history.Epochs[^1].ValidationLoss < history.Best.ValidationLoss); // the loss alone would have chosen another
    }

    [Fact]
    public void Fit_LossNotFinite_EndsAndSaysWhere()
    {
        SoftmaxRegression model = null!;
        model = new SoftmaxRegression(2, 3) { OnTrain = step => model.Parameters["linear1.bias"].CopyFrom([step == 7 ? float.NaN : 0, 0, 0]) };
        StringWriter output = new();
        Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0.25 }) { Console = ConsoleFor.File(output) };
        History history = trainer.Fit(Loader(Clusters(60, seed: 1)), epochs: 5);
        Assert.Equal(StopReason.Diverged, history.StopReason);
        Assert.Single(history.Epochs);
        Assert.Equal(7, model.Steps);
        Assert.Contains("the loss is NaN in epoch 2, batch 3: try a lower learning rate than 0.25", output.ToString());
    }

    [Fact]
    public void Callbacks_AreCalledInOrderAndCanStop()
    {
        List<string> calls = [];
        Recorder recorder = new()
        {
            FitBegin = state => calls.Add($"begin {state.Epochs}×{state.BatchCount}"),
            EpochBegin = state => calls.Add($"epoch {state.Epoch}"),
            BatchEnd = state =>
            {
                calls.Add($"batch {state.Batch}: {state.SamplesSeen}");
                if (state is { Epoch: 2, Batch: 1 })
                    state.Stop();
            },
            EpochEnd = (_, result) => calls.Add($"end {result.Number}"),
            FitEnd = (_, history) => calls.Add($"end {history.StopReason}"),
        };
        SoftmaxRegression model = new(2, 3);
        Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0.1 }) { ShowProgress = false, Callbacks = [recorder] };
        History history = trainer.Fit(Loader(Clusters(20, seed: 1)), epochs: 9);
        Assert.Equal(
            ["begin 9×2", "epoch 1", "batch 1: 16", "batch 2: 20", "end 1", "epoch 2", "batch 1: 16", "end Requested"], calls);
        Assert.Single(history.Epochs);
        Assert.Equal(3, model.Steps);
    }

    [Fact]
    public void Fit_CallbackThrows_ComesOut()
    {
        SoftmaxRegression model = new(2, 3);
        Trainer<int> trainer = new(model, new SGD(model)) { ShowProgress = false, Callbacks = [new Recorder { BatchEnd = _ => throw new InvalidTimeZoneException() }] };
        Assert.Throws<InvalidTimeZoneException>(() => trainer.Fit(Loader(Clusters(20, seed: 1)), epochs: 1));
    }

    [Fact]
    public void Fit_WhatDoesNotFit_IsRefusedBeforeTheFirstBatch()
    {
        SoftmaxRegression model = new(2, 3);
        SGD optimizer = new(model);
        Trainer<int> trainer = new(model, optimizer) { ShowProgress = false };
        TensorDataset<int> wide = new(new float[30], new int[10], 3, 1);
        Assert.Contains("samples of 2 values, as the model takes, got 3 (3×1)", Assert.Throws<ArgumentException>(() => trainer.Fit(Loader(wide))).Message);
        Assert.Contains("1 target values for each sample, got 2", Assert.Throws<ArgumentException>(() => trainer.Fit(Loader(new TensorDataset<int>(new float[4], new int[4], 2)))).Message);
        Assert.Contains("no batch", Assert.Throws<ArgumentException>(() => trainer.Fit(Loader(Clusters(0, seed: 1)))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(Loader(Clusters(20, seed: 1)), epochs: 0));
        Assert.Contains("need the best epoch", Assert.Throws<ArgumentException>(() => new Trainer<int>(model, optimizer) { Patience = 1 }.Fit(Loader(Clusters(20, seed: 1)))).Message);
        Assert.Throws<ArgumentException>(() => new Trainer<int>(new SoftmaxRegression(2, 3), optimizer));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer<int>(model, optimizer) { Patience = 0 });
        ConstantOf(new SGD(model), out LearningRateSchedule other);
        Assert.Throws<InvalidOperationException>(() => new Trainer<int>(model, optimizer) { Schedule = other }.Fit(Loader(Clusters(20, seed: 1))));
        Assert.Equal(0, model.Steps);
    }

    internal static DataLoader<int> Loader(Dataset<int> data, bool shuffle = false) => new(data, 16) { Shuffle = shuffle, Seed = 1 };

    /// <summary>Three round clouds of points around (3, 0), (−3, 0) and (0, 4).</summary>
    internal static TensorDataset<int> Clusters(int count, long seed)
    {
        RandomGenerator random = new(seed, stream: 77);
        float[] points = new float[2 * count];
        int[] targets = new int[count];
        (float X, float Y)[] centres = [(3, 0), (-3, 0), (0, 4)];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 3;
            points[2 * i] = centres[i % 3].X + 3 * (random.NextSingle() + random.NextSingle() - 1);
            points[2 * i + 1] = centres[i % 3].Y + 3 * (random.NextSingle() + random.NextSingle() - 1);
        }

        return new TensorDataset<int>(points, targets, 2);
    }

    private static void ConstantOf(Optimizer optimizer, out LearningRateSchedule schedule) => schedule = new ExponentialLR(optimizer, 0.5);
}
