namespace ModelDsl.Benchmarks.Worker;

/// <summary>A case on one side of the comparison: what is repeated and timed.</summary>
internal abstract class Workload
{
    /// <summary>How many threads the next steps use.</summary>
    public abstract int Threads { set; }

    /// <summary>Dropout draws different masks on the two sides: without it, losses can be compared.</summary>
    public abstract bool Dropout { set; }

    /// <summary>One training step, or one prediction.</summary>
    /// <returns>The loss, or 0.</returns>
    public abstract float Step();

    /// <summary>What the last prediction gave.</summary>
    public abstract float[] Outputs();
}
