using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>An operator whose output, the gradient of what ReLU has computed, it can make the gradient of ReLU's input in the same pass.</summary>
internal interface IJoinsReLUGradient
{
    /// <summary>The operator with ReLU's output as one more input, or null if its shapes do not allow that.</summary>
    /// <param name="node">Its node.</param>
    Operator? JoinReLU(Node node);
}
