namespace ModelDsl;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019), as <c>torch.optim.AdamW</c>:
/// <c>p = p − learningRate · weightDecay · p</c> before Adam's step, and no decay in the gradient.
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>Learning rate 0.001, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01.</summary>
    /// <param name="model">The model whose parameters are changed.</param>
    public AdamW(IModel model)
        : base(model, decoupled: true) => WeightDecay = 0.01;
}
