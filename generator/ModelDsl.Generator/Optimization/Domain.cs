namespace ModelDsl.Generator.Optimization;

/// <summary>What one run of a step covers, and so how it is spread over the workers.</summary>
internal enum Domain
{
    /// <summary>The samples of one piece of the batch. Steps of this kind follow each other on a piece without waiting for other pieces.</summary>
    Samples,

    /// <summary>One of a constant number of tasks that look at the whole batch: weight gradients, packing.</summary>
    Tasks,

    /// <summary>The whole batch, by one worker: merging what the pieces left.</summary>
    Once,
}
