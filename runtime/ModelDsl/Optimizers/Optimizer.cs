namespace ModelDsl;

/// <summary>Changes the parameters of a model so that its loss becomes smaller.</summary>
/// <remarks>Hyper-parameters may be changed between steps; schedules change <see cref="LearningRate"/>.</remarks>
public abstract class Optimizer
{
    /// <summary>Makes an optimizer for all parameters of a model.</summary>
    /// <param name="model">The model; its buffers are left alone.</param>
    protected Optimizer(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
    }

    /// <summary>The model whose parameters are changed.</summary>
    public IModel Model { get; }

    /// <summary>How far a step goes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        set => field = AtLeastZero(value, nameof(LearningRate));
    }

    /// <summary>How strongly the parameters are drawn to zero: times the parameter, added to its gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double WeightDecay
    {
        get;
        set => field = AtLeastZero(value, nameof(WeightDecay));
    }

    /// <summary>Whether the loss is made larger instead.</summary>
    public bool Maximize { get; set; }

    /// <summary>How many steps have been made.</summary>
    public long StepCount { get; private set; }

    /// <summary>Changes the parameters by their present gradients.</summary>
    public void Step()
    {
        StepCount++;
        Update();
    }

    /// <summary>Changes the parameters by their present gradients; <see cref="StepCount"/> has counted this step already.</summary>
    protected abstract void Update();

    /// <summary>Checks a hyper-parameter.</summary>
    private protected static double AtLeastZero(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "expected a finite number, 0 or more");
}
