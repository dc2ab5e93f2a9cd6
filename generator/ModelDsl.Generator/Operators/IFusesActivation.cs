namespace ModelDsl.Generator.Operators;

/// <summary>A layer that can apply an activation to its values before it stores them.</summary>
internal interface IFusesActivation
{
    /// <summary>The same layer, followed by ReLU.</summary>
    Operator FuseReLU();
}
