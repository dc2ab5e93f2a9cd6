using Spectre.Console;

namespace ModelDsl.Training;

/// <summary>
/// The loop that most trainings need: epochs, validation, learning-rate schedule, early stopping, the best checkpoint, progress in the
/// terminal. It calls <see cref="ITrainable{TTarget}.Train"/> for every batch and nothing that you could not call yourself.
/// </summary>
/// <remarks>Ctrl+C ends the training after the present batch, and the best checkpoint stays; pressed again, it ends the process.</remarks>
/// <typeparam name="TTarget"><see cref="int"/> for class indices, <see cref="float"/> for everything else.</typeparam>
public sealed class Trainer<TTarget>
    where TTarget : unmanaged
{
    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model that learns.</param>
    /// <param name="optimizer">The optimizer, made for this model.</param>
    /// <exception cref="ArgumentException">The optimizer was made for another model.</exception>
    public Trainer(ITrainable<TTarget> model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!ReferenceEquals(optimizer.Model, model))
            throw new ArgumentException("optimizer: expected one that was made for this model", nameof(optimizer));
        Model = model;
        Optimizer = optimizer;
    }

    /// <summary>The model that learns.</summary>
    public ITrainable<TTarget> Model { get; }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>What changes the learning rate, or nothing.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>When <see cref="Schedule"/> goes one step on.</summary>
    public ScheduleInterval ScheduleInterval { get; init; }

    /// <summary>After how many epochs without a better validation the training ends early; null for never.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int? Patience
    {
        get;
        init
        {
            if (value is int epochs)
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
            field = value;
        }
    }

    /// <summary>What says which epoch is the best.</summary>
    public BestBy BestBy { get; init; }

    /// <summary>A safetensors file that always holds the parameters of the best epoch so far, or null for none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Whether the model gets the parameters of the best epoch back at the end; otherwise it keeps those of the last batch.</summary>
    public bool RestoreBest { get; init; }

    /// <summary>What is told of each step, in this order.</summary>
    public IReadOnlyList<TrainerCallback> Callbacks { get; init; } = [];

    /// <summary>Whether progress is shown: live in a terminal, one line for each epoch elsewhere.</summary>
    public bool ShowProgress { get; init; } = true;

    /// <summary>Where progress is shown: tests look at it.</summary>
    internal IAnsiConsole? Console { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="train">What is learned from.</param>
    /// <param name="validation">What each epoch is measured with, never learned from.</param>
    /// <param name="epochs">How often all samples are learned from.</param>
    /// <returns>What each epoch brought, and why the training ended.</returns>
    /// <exception cref="ArgumentException">
    /// A loader is empty or does not fit the model, or something is asked for that needs a validation, or classes, and there are none.
    /// </exception>
    public History Fit(DataLoader<TTarget> train, DataLoader<TTarget>? validation = null, int epochs = 10)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
        LoaderCheck.Check(Model, train, nameof(train));
        if (validation is not null)
            LoaderCheck.Check(Model, validation, nameof(validation));
        else if (Patience is not null || CheckpointPath is not null || RestoreBest)
            throw new ArgumentException($"expected a loader, because {nameof(Patience)}, {nameof(CheckpointPath)} and {nameof(RestoreBest)} need the best epoch", nameof(validation));
        if (BestBy == BestBy.ValidationAccuracy && (typeof(TTarget) != typeof(int) || Model.TargetSize != 1))
            throw new InvalidOperationException($"{nameof(BestBy)}: an accuracy needs one class index for each sample");
        if (Schedule is not null && !ReferenceEquals(Schedule.Optimizer, Optimizer))
            throw new InvalidOperationException($"{nameof(Schedule)}: expected one that was made for this optimizer");

        TrainingState state = new(epochs, train.BatchCount, train.SampleCount);
        ProgressDisplay display = ShowProgress ? ProgressDisplay.For(Console ?? AnsiConsole.Console) : new SilentDisplay();
        History? history = null;
        display.Show(() => history = new TrainingLoop<TTarget>(this, train, validation, state, display).Run());
        display.Close(state, history!, Patience, CheckpointPath);
        return history!;
    }
}
