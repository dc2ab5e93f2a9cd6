namespace ModelDsl;

/// <summary>
/// How the losses of a batch become the one number that training makes small.
/// PyTorch's third choice, <c>none</c>, makes no such number and is left out.
/// </summary>
public enum Reduction
{
    /// <summary>The mean: over the batch (weighted, for class weights), and over the outputs of regression losses.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,
}
