using System.Collections.Immutable;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// A function of tensors: no parameters of its own, inputs of any rank, each per sample or shared by the batch. What is computed from shared
/// values alone is shared, and then computed once; anything else is per sample, where shared inputs repeat over the samples.
/// </summary>
internal abstract record FunctionOperator : LayerOperator
{
    public override Extent ExtentOf(ImmutableArray<Value> inputs)
        => inputs.All(input => input.Extent == Extent.Shared) ? Extent.Shared : Extent.PerSample;
}
