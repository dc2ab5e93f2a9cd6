namespace ModelDsl.Runtime.Tests.Support;

/// <summary>The hyper-parameters of one variant of the golden.</summary>
internal sealed record OptimizerOptions(
    string Kind,
    double LearningRate,
    double WeightDecay,
    double Momentum,
    double LearningRateDecay,
    bool Nesterov,
    bool AMSGrad,
    bool Centered)
{
    /// <summary>The library's optimizer with these hyper-parameters.</summary>
    public Optimizer Create(IModel model) => Kind switch
    {
        "SGD" => new SGD(model) { LearningRate = LearningRate, WeightDecay = WeightDecay, Momentum = Momentum, Nesterov = Nesterov },
        "Adam" => new Adam(model) { LearningRate = LearningRate, WeightDecay = WeightDecay, AMSGrad = AMSGrad },
        "AdamW" => new AdamW(model) { LearningRate = LearningRate, WeightDecay = WeightDecay, AMSGrad = AMSGrad },
        "Adagrad" => new Adagrad(model) { LearningRate = LearningRate, WeightDecay = WeightDecay, LearningRateDecay = LearningRateDecay },
        "RMSprop" => new RMSprop(model) { LearningRate = LearningRate, WeightDecay = WeightDecay, Centered = Centered, Momentum = Momentum },
        _ => throw new ArgumentException(Kind),
    };
}
