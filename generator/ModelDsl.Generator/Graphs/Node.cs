using System.Collections.Immutable;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Graphs;

/// <summary>One operation of the graph.</summary>
internal sealed class Node(Operator op, string name, ImmutableArray<Value> inputs, ImmutableArray<Value> outputs, LayerSpec? origin)
{
    public Operator Operator { get; set; } = op;

    /// <summary>A C# identifier, unique in its graph; the emitted method is named after it.</summary>
    public string Name { get; } = name;

    public ImmutableArray<Value> Inputs { get; set; } = inputs;

    public ImmutableArray<Value> Outputs { get; set; } = outputs;

    /// <summary>The layer that the user wrote; null for what the compiler added.</summary>
    public LayerSpec? Origin { get; } = origin;

    /// <summary>The operation of the declaration that it comes from; null for what the compiler added.</summary>
    public OperationSpec? Source { get; set; }

    /// <summary>The first output: what most nodes have.</summary>
    public Value Output => Outputs[0];

    /// <summary>What one run of it covers.</summary>
    public Domain Domain => Operator.DomainOf(this);

    public override string ToString() => GraphPrinter.Print(this);
}
