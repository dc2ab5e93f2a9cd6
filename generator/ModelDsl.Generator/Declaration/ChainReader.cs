using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Declaration;

/// <summary>Reads the chain form: the attributes of the class, in the order in which they stand in the source.</summary>
internal sealed class ChainReader(DeclarationContext context)
{
    private readonly DeclarationContext _context = context;
    private readonly List<AttributeSource> _inputs = [];
    private readonly List<AttributeSource> _layers = [];
    private Dictionary<AttributeSource, List<AttributeSource>> _inits = [];

    /// <summary>The program of the chain, or null where something about it is not clear.</summary>
    public ModelSpec? Read(TypeSpec type, bool isExact)
    {
        FindAttributes();
        CheckInputs();
        CheckLayers();
        return _context.IsUnderstood && _context.IsClear ? MakeSpec(type, isExact) : null;
    }

    /// <summary>The layers alone, without the loss, for a model that uses this one as a block; null where something is not clear.</summary>
    public IReadOnlyList<(LayerSpec Layer, ISource Source)>? ReadLayers()
    {
        FindAttributes();
        CheckLayers();
        if (!_context.IsUnderstood || !_context.IsClear) return null;
        return [.. _layers.Where(source => AttributeKinds.IsLayer(source.Data)).Select(source => (SpecOf(source, 0), (ISource)source))];
    }

    /// <summary>Sorts attributes by their place in the source: the compiler's own list promises no order.</summary>
    private void FindAttributes()
    {
        List<AttributeSource> sources = [];
        foreach (AttributeData data in _context.Type.GetAttributes())
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            if (data.ApplicationSyntaxReference?.GetSyntax(_context.Cancellation) is not AttributeSyntax syntax) continue;
            if (data.AttributeClass is null or { TypeKind: TypeKind.Error }) _context.IsUnderstood = false;
            else sources.Add(new AttributeSource(data, syntax));
        }
        foreach (AttributeSource source in sources.OrderBy(source => source.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(source => source.Syntax.SpanStart))
        {
            List<AttributeSource>? list = AttributeKinds.IsInput(source.Data) ? _inputs : AttributeKinds.IsLayer(source.Data) || AttributeKinds.IsLoss(source.Data) || AttributeKinds.IsInit(source.Data) ? _layers : null;
            list?.Add(source);
            if (list is not null && !source.IsComplete) _context.IsUnderstood = false;
        }
        _context.Inputs.AddRange(_inputs);
        _context.Places.AddRange(_layers.Where(source => !AttributeKinds.IsInit(source.Data)));
        _inits = InitReader.TakeFrom(_layers, _context);
    }

    private void CheckInputs()
    {
        if (_inputs.Count == 0 && _context.IsUnderstood) _context.ReportUnclear(Descriptors.MissingInput, Site.Type, _context.Type.Name);
        for (int i = 1; i < _inputs.Count; i++)
            _context.Report(Descriptors.SecondInput, new Site(SiteKind.Input, i), _context.Type.Name, _inputs[0].Text);
    }

    private void CheckLayers()
    {
        int loss = -1;
        for (int i = 0; i < _layers.Count; i++)
        {
            AttributeSource layer = _layers[i];
            Site site = new(SiteKind.Layer, i);
            if (layer.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() != _layers[0].Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>())
            {
                _context.ReportUnclear(Descriptors.SpreadLayers, site, layer.Text, _context.Type.Name, _layers[0].Text);
                return;
            }
            bool isOurs = layer.Data.AttributeClass!.ContainingNamespace.ToDisplayString() == AttributeKinds.Namespace && OperatorCatalog.Knows(layer.Kind);
            if (!isOurs) _context.ReportUnclear(Descriptors.UnknownLayer, site, layer.Text);
            else if (AttributeKinds.IsLoss(layer.Data) && loss >= 0) _context.ReportUnclear(Descriptors.SecondLoss, site, _context.Type.Name, _layers[loss].Text);
            else if (!AttributeKinds.IsLoss(layer.Data) && loss >= 0) _context.ReportUnclear(Descriptors.LayerAfterLoss, site, layer.Text, _layers[loss].Text);
            if (AttributeKinds.IsLoss(layer.Data) && loss < 0) loss = i;
        }
        if (_context.IsUnderstood && !_layers.Any(layer => AttributeKinds.IsLayer(layer.Data))) _context.ReportUnclear(Descriptors.NoLayers, Site.Type, _context.Type.Name);
    }

    private ModelSpec MakeSpec(TypeSpec type, bool isExact)
    {
        ImmutableArray<LayerSpec> layers = [.. _layers.Select(SpecOf)];
        bool hasLoss = AttributeKinds.IsLoss(_layers[_layers.Count - 1].Data);
        return ModelSpec.Chain(type, MakeInput(_inputs[0]), hasLoss ? layers.RemoveAt(layers.Length - 1) : layers, hasLoss ? layers[layers.Length - 1] : null, isExact);
    }

    private LayerSpec SpecOf(AttributeSource source, int index)
        => new(source.Kind, source.Arguments!.Value, source.Text, index) { Inits = InitReader.SpecsOf(source, _inits, _context) };

    private static InputSpec MakeInput(AttributeSource source)
    {
        ImmutableArray<ArgumentSpec> arguments = source.Arguments!.Value;
        object? Find(string name) => arguments.FirstOrDefault(argument => argument.Name == name)?.Value;
        EquatableArray<int> sizes = Find("Shape") is EquatableArray<int> shape ? shape : EquatableArray<int>.Empty;
        return new InputSpec(Find("Name") as string ?? "input", sizes, Find("RequiresGrad") is true) { SizeNames = AttributeSource.SizeNamesOf(source.Data, source.Syntax, "Shape", sizes.Count) };
    }
}
