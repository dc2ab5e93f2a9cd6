namespace ModelDsl.Generator.Optimization;

/// <summary>
/// The parts of a batch whose gradients of weights are summed apart and then added up, so that sums do not depend on the number of workers. A part is some pieces that follow each
/// other.
/// </summary>
internal static class Parts
{
    /// <summary>The most parts, as the engine has it.</summary>
    public const int Most = 8;
}
