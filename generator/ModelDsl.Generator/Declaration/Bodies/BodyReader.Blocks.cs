using Microsoft.CodeAnalysis;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <content>Calls of blocks: layers with parameters.</content>
internal sealed partial class BodyReader
{
    private readonly BlockReader _blocks = new(context);
    private readonly HashSet<IMethodSymbol> _called = new(SymbolEqualityComparer.Default);

    /// <summary>The blocks that were read.</summary>
    public BlockReader Blocks => _blocks;

    /// <summary>Whether a block was called.</summary>
    public bool IsCalled(IMethodSymbol block) => _called.Contains(block);

    /// <summary>Applies a block of a model from outside of its bodies: an objective that is a loss attribute.</summary>
    public object RunBlock(IMethodSymbol method, object[] arguments, Instance instance, SyntaxNode site)
    {
        _instance = instance;
        return CallBlock(method, arguments, site);
    }

    /// <summary>Applies a block to what it is given.</summary>
    private object CallBlock(IMethodSymbol method, object[] arguments, SyntaxNode site)
    {
        _called.Add(method);
        if (_blocks.Read(method) is not { } block || arguments.Any(argument => argument is Unknown)) return Unknown.Value;
        List<OperandSpec> inputs = [];
        foreach (object argument in arguments)
        {
            if (ToTensor(argument, site) is not { } operand) return Refuse(site, "a block is given tensors", "Pass a tensor.");
            inputs.Add(operand);
        }
        string owner = _instance.Owner + char.ToLowerInvariant(method.Name[0]) + method.Name.Substring(1), member = _instance.Member + method.Name;
        LearningSpec learning = block.Learning.Within(_instance.Learning);
        TieSpec? tie = block.Tie is { } tied ? tied with { Owner = _instance.Owner + tied.Owner } : null;
        object current = inputs[0];
        for (int i = 0; i < block.Spec.Repeat && current is OperandSpec operand; i++)
        {
            string path = block.Spec.IsRepeated ? $"{owner}.{i}" : owner, name = block.Spec.IsRepeated ? $"{member}.Block{i}" : member;
            inputs[0] = operand;
            current = block.Used is { } used
                ? CallModel(new Instance(used, path + ".", name + ".", learning), inputs, site)
                : AddLayers(block.Spec.Layers, inputs, path, name, learning, tie, site);
        }
        if (_entry is null && current is OperandSpec { Kind: OperandKind.Operation } result) _operations[result.Index] = _operations[result.Index] with { Result = method.Name };
        return current;
    }

    private OperandSpec AddLayers(EquatableArray<BlockLayerSpec> layers, List<OperandSpec> inputs, string owner, string member, LearningSpec learning, TieSpec? tie, SyntaxNode site)
    {
        OperandSpec current = inputs[0];
        for (int i = 0; i < layers.Count; i++)
        {
            (LayerSpec layer, string suffix, string local) = layers[i];
            // The last one takes what else the block is given: a loss its target.
            OperandSpec[] given = i == layers.Count - 1 ? [current, .. inputs.Skip(1)] : [current];
            current = Add(new OperationSpec(layer, given, owner + suffix, local.Length == 0 ? member : $"{member}.{local}", learning) { Tie = tie }, site);
        }
        return current;
    }

    /// <summary>Applies another model, whose parameters become part of this one.</summary>
    private object CallModel(Instance instance, List<OperandSpec> inputs, SyntaxNode site)
    {
        if (_depth >= DeepestCall)
        {
            site = _entry ?? site;
            _entry = null;
            return Refuse(site, $"'{instance.Type.Name}' contains itself without end", "Use another model.");
        }
        if (!ModelReader.IsModel(instance.Type)) return Report(site, Descriptors.BadBlock, instance.Type.Name, "is used as a block, but is no [Model]", "Write [Model] before it.");
        (SyntaxNode? outer, Instance caller) = (_entry, _instance);
        _entry ??= site;
        object result = EnterModel(instance, inputs, site);
        (_entry, _instance) = (outer, caller);
        return result;
    }

    private object EnterModel(Instance instance, List<OperandSpec> inputs, SyntaxNode site)
    {
        if (GraphReader.ForwardOf(instance.Type) is { } forward)
        {
            if (forward.Parameters.Length == inputs.Count) return Run(forward, [.. inputs], instance, site);
            _entry = null;
            return Report(site, Descriptors.BadBlock, instance.Type.Name, $"is given {inputs.Count} tensors, but its [Forward] takes {forward.Parameters.Length}", "Give the block as many parameters.");
        }
        _instance = instance;
        return CallChain(instance, inputs, site);
    }

    private object CallChain(Instance instance, List<OperandSpec> inputs, SyntaxNode site)
    {
        DeclarationContext inner = _context.For(instance.Type);
        if (new ChainReader(inner).ReadLayers() is not { } layers)
            return Report(site, Descriptors.BadBlock, instance.Type.Name, "has errors of its own", "Mend that model first.");
        OperandSpec current = inputs[0];
        foreach (((LayerSpec layer, ISource source), string name) in layers.Zip(ChainNames.Of(layers.Select(layer => layer.Layer)), (layer, name) => (layer, name)))
        {
            // What is wrong with an initialiser is said in that model; here it stands where its layer does.
            int place = _context.AddPlace(source);
            LayerSpec here = layer with { Index = place, Inits = layer.Inits.Items.Select(init => new InitSpec(init.Written with { Index = place })).ToArray() };
            current = Add(new OperationSpec(here, [current], instance.Owner + name, instance.Member + char.ToUpperInvariant(name[0]) + name.Substring(1), instance.Learning), site);
        }
        return current;
    }
}
