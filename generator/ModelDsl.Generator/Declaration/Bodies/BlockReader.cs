using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <summary>Reads a block: a partial method with layers on it, or with the model that it is.</summary>
internal sealed class BlockReader(DeclarationContext context)
{
    private readonly DeclarationContext _context = context;
    private readonly Dictionary<IMethodSymbol, Block?> _blocks = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a method is a block.</summary>
    public static bool IsBlock(IMethodSymbol method)
        => method.GetAttributes().Any(attribute => AttributeKinds.IsLayer(attribute) || AttributeKinds.IsLoss(attribute) || AttributeKinds.Is(attribute, "UseAttribute"));

    /// <summary>The block that a method is, read once; null where something is wrong with it, which was reported then.</summary>
    public Block? Read(IMethodSymbol method)
    {
        if (!_blocks.TryGetValue(method, out Block? block)) _blocks[method] = block = ReadNew(method);
        return block;
    }

    private Block? ReadNew(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_context.Cancellation) is not MethodDeclarationSyntax syntax) return null;
        bool isSound = CheckSignature(method, syntax);
        List<AttributeSource> sources = [];
        INamedTypeSymbol? used = null;
        foreach (AttributeData data in method.GetAttributes())
        {
            if (data.AttributeClass is null or { TypeKind: TypeKind.Error }) _context.IsUnderstood = false;
            else if (data.ApplicationSyntaxReference?.GetSyntax(_context.Cancellation) is not AttributeSyntax attribute) continue;
            else if (AttributeKinds.Is(data, "UseAttribute")) used = data.AttributeClass.TypeArguments.FirstOrDefault() as INamedTypeSymbol;
            else if (AttributeKinds.IsLayer(data) || AttributeKinds.IsLoss(data) || AttributeKinds.IsInit(data)) sources.Add(new AttributeSource(data, attribute));
        }
        sources.Sort((a, b) => a.Syntax.SpanStart.CompareTo(b.Syntax.SpanStart));
        List<BlockLayerSpec>? layers = ReadLayers(sources);
        if (!isSound || layers is null || !CheckInputs(method, syntax, sources, layers, used)) return null;
        AttributeData? repeat = AttributeKinds.Find(method, "RepeatAttribute");
        int times = repeat?.ConstructorArguments.FirstOrDefault().Value is int count ? count : 1;
        if (times < 1)
        {
            Report(syntax, Descriptors.OutOfRange, "Repeat", "the number of times", $"{times}", "at least 1");
            return null;
        }
        if (used is not null && layers.Count > 0) Report(syntax, Descriptors.BadBlock, method.Name, $"is the model '{used.Name}' and has layers of its own", "Write one of the two.");
        string parameters = string.Join(", ", method.Parameters.Select(parameter => $"global::ModelDsl.Tensor {Escape(parameter.Name)}"));
        string header = $"{syntax.Modifiers} global::ModelDsl.Tensor {Escape(method.Name)}({parameters})";
        BlockSpec spec = new(
            method.Name, header, method.Parameters.Select(parameter => Escape(parameter.Name)).ToArray(), layers.ToArray(),
            used?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), times, repeat is not null)
        {
            Documentation = DocumentationReader.All(method, _context.Cancellation),
        };
        return new Block(spec, used, LearningOf(method), TieReader.Read(method, spec, this, _context));
    }

    private static LearningSpec LearningOf(IMethodSymbol method) => new(
        IsFrozen: AttributeKinds.Find(method, "FreezeAttribute") is not null,
        Group: AttributeKinds.Find(method, "ParameterGroupAttribute")?.ConstructorArguments.FirstOrDefault().Value as string);

    private bool CheckSignature(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        (string What, string Advice)? fault =
            !method.IsPartialDefinition ? ("has layers, but is no partial method", $"Write 'private partial Tensor {method.Name}(Tensor x);'.")
            : method.PartialImplementationPart is { } part && part.DeclaringSyntaxReferences.Any(reference => !IsEmitted(reference.SyntaxTree)) ? ("has layers and a body of its own", "Remove the body, or the layers.")
            : !BodyReader.IsTensor(method.ReturnType) ? ("does not return a Tensor", $"Write 'private partial Tensor {method.Name}(Tensor x);'.")
            : method.Parameters.IsEmpty ? ("is given nothing", $"Write 'private partial Tensor {method.Name}(Tensor x);'.")
            : method.Parameters.FirstOrDefault(parameter => !BodyReader.IsTensor(parameter.Type)) is { } other ? ($"has the parameter '{other.Name}', which is no Tensor", "A block is given tensors; everything else is a constant of its layers.")
            : method.IsStatic ? ("is static", "Remove 'static': its parameters are those of a model.")
            : method.IsGenericMethod ? ("is generic", "Remove the type parameters.")
            : Names.IsParameterMember(method.Name) ? ("would hide a member of its name that every set of parameters has", $"Write another name: 'To{method.Name}'.")
            : null;
        if (fault is not { } found) return true;
        Report(syntax, Descriptors.BadBlock, method.Name, found.What, found.Advice);
        return false;
    }

    /// <summary>Layers take one tensor, a loss takes what it compares with too, and comes last.</summary>
    private bool CheckInputs(IMethodSymbol method, MethodDeclarationSyntax syntax, List<AttributeSource> sources, List<BlockLayerSpec> layers, INamedTypeSymbol? used)
    {
        if (used is not null) return true;
        int loss = sources.FindIndex(source => AttributeKinds.IsLoss(source.Data)), count = method.Parameters.Length;
        if (loss >= 0 && loss < layers.Count - 1)
        {
            (LayerSpec next, LayerSpec before) = (layers[loss + 1].Layer, layers[loss].Layer);
            DiagnosticDescriptor descriptor = AttributeKinds.IsLoss(sources[loss + 1].Data) ? Descriptors.SecondLoss : Descriptors.LayerAfterLoss;
            _context.ReportUnclear(descriptor, Site.Of(next), descriptor == Descriptors.SecondLoss ? method.Name : next.Text, before.Text);
            return false;
        }
        (string What, string Advice)? fault =
            loss >= 0 && count != 2 ? ($"has the loss '{layers[loss].Layer.Text}', which compares two tensors, but is given {count}", $"Write 'private partial Tensor {method.Name}(Tensor outputs, Tensor target);'.")
            : loss < 0 && count > 1 ? ($"is given {count} tensors, but its layers take one", $"Write 'private partial Tensor {method.Name}(Tensor x);', and join tensors where it is called: Concat([a, b]).")
            : null;
        if (fault is not { } found) return true;
        Report(syntax, Descriptors.BadBlock, method.Name, found.What, found.Advice);
        return false;
    }

    private static bool IsEmitted(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal);

    private List<BlockLayerSpec>? ReadLayers(List<AttributeSource> sources)
    {
        Dictionary<AttributeSource, List<AttributeSource>> inits = InitReader.TakeFrom(sources, _context);
        List<BlockLayerSpec> layers = [];
        Dictionary<string, int> ordinals = [];
        bool isClear = true;
        for (int i = 0; i < sources.Count; i++)
        {
            AttributeSource source = sources[i];
            int place = _context.AddPlace(source);
            if (!source.IsComplete)
            {
                _context.IsUnderstood = isClear = false;
                continue;
            }
            if (source.Data.AttributeClass!.ContainingNamespace.ToDisplayString() != AttributeKinds.Namespace || !OperatorCatalog.Knows(source.Kind))
            {
                _context.ReportUnclear(Descriptors.UnknownLayer, new Site(SiteKind.Layer, place), source.Text);
                isClear = false;
                continue;
            }
            LayerSpec layer = new(source.Kind, source.Arguments!.Value, source.Text, place) { Inits = InitReader.SpecsOf(source, inits, _context) };
            string prefix = OperatorCatalog.Create(layer).NamePrefix;
            ordinals[prefix] = ordinals.TryGetValue(prefix, out int before) ? before + 1 : 1;
            string member = Pascal(layer.Word("Name") ?? $"{prefix}{ordinals[prefix]}");
            layers.Add(sources.Count == 1
                ? new BlockLayerSpec(layer, layer.Word("Name") is { } name ? "." + name : "", layer.Word("Name") is null ? "" : member)
                : new BlockLayerSpec(layer, "." + (layer.Word("Name") ?? $"{i}"), member));
        }
        return isClear ? layers : null;
    }

    private void Report(MethodDeclarationSyntax method, DiagnosticDescriptor descriptor, params string[] arguments)
        => _context.ReportUnclear(descriptor, new Site(SiteKind.Layer, _context.AddPlace(new SyntaxSource(method))), arguments);

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}

/// <summary>A block as it was read.</summary>
/// <param name="Spec">What is emitted for it.</param>
/// <param name="Used">The model that it is, or null for layers.</param>
/// <param name="Learning">How its parameters are learned.</param>
/// <param name="Tie">The block whose weight it has, or null.</param>
internal sealed record Block(BlockSpec Spec, INamedTypeSymbol? Used, LearningSpec Learning, TieSpec? Tie);
