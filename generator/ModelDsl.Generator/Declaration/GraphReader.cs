using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Declaration.Bodies;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration;

/// <summary>Reads the graph form: blocks as partial methods, the network and its objective as C# bodies.</summary>
internal sealed class GraphReader(DeclarationContext context)
{
    private readonly DeclarationContext _context = context;
    private readonly BodyReader _bodies = new(context);
    private readonly List<InputSpec> _inputs = [];
    private readonly List<TargetSpec> _targets = [];

    /// <summary>Whether a class is in the graph form.</summary>
    public static bool IsGraph(INamedTypeSymbol type)
        => Methods(type).Any(method => AttributeKinds.Find(method, "ForwardAttribute") is not null || AttributeKinds.Find(method, "ObjectiveAttribute") is not null || BlockReader.IsBlock(method));

    /// <summary>The method that computes the outputs, or null for a chain.</summary>
    public static IMethodSymbol? ForwardOf(INamedTypeSymbol type) => Methods(type).FirstOrDefault(method => AttributeKinds.Find(method, "ForwardAttribute") is not null);

    /// <summary>The program of the bodies, or null where something about it is not clear.</summary>
    public ModelSpec? Read(TypeSpec type, bool isExact)
    {
        CheckMixture();
        if (One("ForwardAttribute") is not { } forward)
        {
            if (ForwardOf(_context.Type) is null) _context.ReportUnclear(Descriptors.MissingForward, Site.Type, _context.Type.Name);
            return null;
        }
        IMethodSymbol? objective = One("ObjectiveAttribute");
        Instance instance = new(_context.Type, "", "", LearningSpec.Default);
        if (ReadForward(forward, instance) is not { } outputs) return null;
        OperandSpec? loss = objective is null ? null : ReadObjective(objective, instance, outputs);
        EquatableArray<BlockSpec> blocks = ReadBlocks();
        return !_context.IsUnderstood || !_context.IsClear ? null : new ModelSpec(
            type, _inputs.ToArray(), _targets.ToArray(), _bodies.Operations.ToArray(), outputs.ToArray(), loss, new BodySpec(forward.Name, blocks, _bodies.Locals.ToArray()) { Ignored = _bodies.Ignored.ToArray() }, isExact);
    }

    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary);

    /// <summary>Layers on the class are a chain, and this is none.</summary>
    private void CheckMixture()
    {
        foreach (AttributeData data in _context.Type.GetAttributes())
        {
            if (data.AttributeClass is null || !(AttributeKinds.IsInput(data) || AttributeKinds.IsLayer(data) || AttributeKinds.IsLoss(data) || AttributeKinds.IsInit(data))) continue;
            if (data.ApplicationSyntaxReference?.GetSyntax(_context.Cancellation) is not AttributeSyntax syntax) continue;
            AttributeSource source = new(data, syntax);
            _context.ReportUnclear(Descriptors.MixedForms, new Site(SiteKind.Layer, _context.AddPlace(source)), source.Text, _context.Type.Name);
        }
    }

    /// <summary>The one method with an attribute; a second one is reported.</summary>
    private IMethodSymbol? One(string attribute)
    {
        IMethodSymbol[] methods = [.. Methods(_context.Type).Where(method => AttributeKinds.Find(method, attribute) is not null)];
        foreach (IMethodSymbol second in methods.Skip(1))
            ReportAt(second, Descriptors.SecondBody, _context.Type.Name, attribute.Replace("Attribute", ""), methods[0].Name, second.Name);
        return methods.FirstOrDefault();
    }

    private List<OutputSpec>? ReadForward(IMethodSymbol method, Instance instance)
    {
        if (!CheckSignature(method, "Forward", isTupleAllowed: true)) return null;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            ParameterSyntax syntax = SyntaxOf(parameter);
            _context.Inputs.Add(new SyntaxSource(syntax));
            if (ShapeOf(parameter) is not { } shape)
            {
                _context.ReportUnclear(Descriptors.MissingShape, new Site(SiteKind.Input, _inputs.Count), parameter.Name, method.Name);
                shape = EquatableArray<int>.Empty;
            }
            _inputs.Add(new InputSpec(parameter.Name, shape, RequiresGrad(parameter)) { SizeNames = SizeNamesOf(parameter, shape.Count) });
        }
        SyntaxNode site = SyntaxOf(method);
        object result = _bodies.Run(method, [.. _inputs.Select((_, index) => (object)OperandSpec.Input(index))], instance, site);
        return OutputsOf(method, result, site);
    }

    private List<OutputSpec>? OutputsOf(IMethodSymbol method, object result, SyntaxNode site)
    {
        if (result is OperandSpec single) return [new OutputSpec("outputs", single)];
        if (result is not Items items || items.Values.Any(item => item is not OperandSpec))
        {
            bool isReported = result is Unknown || (result as Items)?.Values.Any(item => item is Unknown) == true;
            if (!isReported) _bodies.Report(site, Descriptors.BadBody, method.Name, "[Forward]", "does not end with 'return' of a tensor", "Return what the network computes.");
            return null;
        }
        List<OutputSpec> outputs = [];
        for (int i = 0; i < items.Values.Count; i++)
        {
            string? name = method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements[i] is { IsExplicitlyNamedTupleElement: true } element ? element.Name : null;
            outputs.Add(new OutputSpec(name is null ? $"outputs{i + 1}" : char.ToLowerInvariant(name[0]) + name.Substring(1), (OperandSpec)items.Values[i]));
        }
        return outputs;
    }

    /// <summary>The objective is given the outputs in their order; behind them inputs, by their names, and targets.</summary>
    private OperandSpec? ReadObjective(IMethodSymbol method, Instance instance, List<OutputSpec> outputs)
    {
        bool isBlock = BlockReader.IsBlock(method);
        if (!isBlock && !CheckSignature(method, "Objective", isTupleAllowed: false)) return null;
        SyntaxNode site = SyntaxOf(method);
        if (method.Parameters.Length < outputs.Count)
        {
            _bodies.Report(site, Descriptors.BadBody, method.Name, "[Objective]", $"takes {method.Parameters.Length} {(method.Parameters.Length == 1 ? "tensor" : "tensors")}, but the network computes {outputs.Count}",
                "Write a parameter for each output, then the targets.");
            return null;
        }
        List<object> arguments = [.. outputs.Select(output => (object)output.Value)];
        foreach (IParameterSymbol parameter in method.Parameters.Skip(outputs.Count))
        {
            int input = _inputs.FindIndex(candidate => candidate.Name == parameter.Name);
            if (input < 0) _targets.Add(TargetOf(parameter));
            arguments.Add(input >= 0 ? OperandSpec.Input(input) : OperandSpec.Target(_targets.Count - 1));
        }
        object result = isBlock ? _bodies.RunBlock(method.PartialDefinitionPart ?? method, [.. arguments], instance, site) : _bodies.Run(method, arguments, instance, site);
        if (result is OperandSpec loss) return loss;
        if (result is not Unknown) _bodies.Report(site, Descriptors.BadBody, method.Name, "[Objective]", "does not return a tensor", "Return what training makes small: CrossEntropy(scores, label).");
        return null;
    }

    private EquatableArray<BlockSpec> ReadBlocks()
    {
        List<BlockSpec> blocks = [];
        foreach (IMethodSymbol method in Methods(_context.Type))
        {
            if (!BlockReader.IsBlock(method) || _bodies.Blocks.Read(method) is not { } block) continue;
            bool isUsed = _bodies.IsCalled(method);
            if (!isUsed && _context.IsUnderstood && _context.IsClear) ReportAt(method, Descriptors.UnusedBlock, method.Name, _context.Type.Name);
            blocks.Add(block.Spec with { IsUsed = isUsed });
        }
        return blocks.ToArray();
    }

    private bool CheckSignature(IMethodSymbol method, string attribute, bool isTupleAllowed)
    {
        bool returnsTensors = BodyReader.IsTensor(method.ReturnType)
            || (isTupleAllowed && method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.All(element => BodyReader.IsTensor(element.Type)));
        (string What, string Advice)? fault =
            !returnsTensors ? ($"does not return {(isTupleAllowed ? "tensors" : "a tensor")}", $"Write 'private Tensor {method.Name}(…)'.")
            : method.Parameters.IsEmpty ? ("is given nothing", "Write a parameter for each input: [Shape(3, 32, 32)] Tensor image.")
            : method.Parameters.FirstOrDefault(parameter => !BodyReader.IsTensor(parameter.Type) || parameter.RefKind != RefKind.None) is { } other ? ($"has the parameter '{other.Name}', which is no Tensor", "Write 'Tensor', and everything else as constants.")
            : method.IsStatic ? ("is static", "Remove 'static': it calls the model's layers.")
            : method.IsGenericMethod ? ("is generic", "Remove the type parameters.")
            : _bodies.BodyOf(method) is null ? ("has no body", "Write the body that computes the network.")
            : null;
        if (fault is not { } found) return true;
        if (method.ReturnType.TypeKind == TypeKind.Error) _context.IsUnderstood = false;
        else ReportAt(method, Descriptors.BadBody, method.Name, $"[{attribute}]", found.What, found.Advice);
        return false;
    }

    /// <summary>The shape of one sample that stands on a parameter, or null.</summary>
    private static EquatableArray<int>? ShapeOf(IParameterSymbol parameter)
    {
        if (AttributeKinds.Find(parameter, "ShapeAttribute") is not { } shape) return null;
        if (shape.ConstructorArguments is not [{ Kind: TypedConstantKind.Array } sizes] || sizes.IsNull) return EquatableArray<int>.Empty;
        return new EquatableArray<int>([.. sizes.Values.Select(size => size.Value is int value ? value : 0)]);
    }

    private TargetSpec TargetOf(IParameterSymbol parameter)
    {
        EquatableArray<int>? shape = ShapeOf(parameter);
        return new TargetSpec(parameter.Name, shape) { Place = _bodies.PlaceOf(SyntaxOf(parameter)), RequiresGrad = RequiresGrad(parameter), SizeNames = SizeNamesOf(parameter, shape?.Count ?? 0) };
    }

    /// <summary>The constants that the sizes on a parameter are written as.</summary>
    private EquatableArray<string> SizeNamesOf(IParameterSymbol parameter, int count)
        => AttributeKinds.Find(parameter, "ShapeAttribute") is { } shape && shape.ApplicationSyntaxReference?.GetSyntax(_context.Cancellation) is AttributeSyntax syntax
            ? AttributeSource.SizeNamesOf(shape, syntax, "Sizes", count)
            : EquatableArray<string>.Empty;

    private static bool RequiresGrad(IParameterSymbol parameter)
        => AttributeKinds.Find(parameter, "ShapeAttribute") is { } shape && shape.NamedArguments.Any(argument => argument is { Key: "RequiresGrad", Value.Value: true });

    private SyntaxNode SyntaxOf(IMethodSymbol method) => method.DeclaringSyntaxReferences[0].GetSyntax(_context.Cancellation);

    private ParameterSyntax SyntaxOf(IParameterSymbol parameter) => (ParameterSyntax)parameter.DeclaringSyntaxReferences[0].GetSyntax(_context.Cancellation);

    private void ReportAt(IMethodSymbol method, DiagnosticDescriptor descriptor, params string[] arguments)
    {
        Site site = new(SiteKind.Layer, _context.AddPlace(new SyntaxSource(SyntaxOf(method))));
        if (descriptor.DefaultSeverity == DiagnosticSeverity.Error) _context.ReportUnclear(descriptor, site, arguments);
        else _context.Report(descriptor, site, arguments);
    }
}
