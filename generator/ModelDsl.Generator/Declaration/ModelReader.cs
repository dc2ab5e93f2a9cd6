using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Declaration;

/// <summary>
/// Reads a <c>[Model]</c> class. The only stage that sees symbols and syntax: what it hands on knows neither.
/// </summary>
internal sealed class ModelReader
{
    public const string ModelAttribute = "ModelDsl.ModelAttribute";
    private const string Namespace = "ModelDsl";

    private readonly INamedTypeSymbol _type;
    private readonly CancellationToken _cancellation;
    private readonly List<Problem> _problems = [];
    private readonly List<AttributeSource> _inputs = [];
    private readonly List<AttributeSource> _layers = [];
    private bool _isUnderstood = true;
    private bool _isClear = true;

    private ModelReader(INamedTypeSymbol type, CancellationToken cancellation)
    {
        _type = type;
        _cancellation = cancellation;
    }

    /// <summary>Reads what a class declares.</summary>
    /// <param name="type">The class that has the attribute <c>[Model]</c>.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static ModelReading Read(INamedTypeSymbol type, CancellationToken cancellation) => ReadWithSyntax(type, cancellation).Reading;

    /// <summary>Reads what a class declares, and where: for the analyzer.</summary>
    public static (ModelReading Reading, ModelSyntax? Syntax) ReadWithSyntax(INamedTypeSymbol type, CancellationToken cancellation)
    {
        ModelReader reader = new(type, cancellation);
        return (reader.Read(), reader.Syntax());
    }

    /// <summary>Whether a class has the attribute <c>[Model]</c>.</summary>
    public static bool IsModel(INamedTypeSymbol type) => type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == ModelAttribute);

    /// <summary>Whether a class has any layer or loss.</summary>
    public static bool HasLayers(INamedTypeSymbol type) => type.GetAttributes().Any(attribute => IsLayer(attribute) || IsLoss(attribute));

    /// <summary>What is said about layers on a class that is no model.</summary>
    public static Problem NotAModel(ModelSyntax syntax, INamedTypeSymbol type)
        => new(Descriptors.NotAModel, new Site(SiteKind.Layer), new[] { syntax.Layers[0].Text, type.Name });

    private ModelReading Read()
    {
        FindAttributes();
        CheckType();
        CheckInputs();
        CheckLayers();
        return new ModelReading(_type.Name, _isUnderstood && _isClear ? MakeSpec() : null, _problems.ToImmutableArray());
    }

    private ModelSyntax? Syntax()
    {
        // The declaration with [Model] is the one that people look at.
        AttributeData? model = _type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == ModelAttribute);
        SyntaxNode? syntax = model?.ApplicationSyntaxReference?.GetSyntax(_cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?? _type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellation);
        return syntax is TypeDeclarationSyntax declaration ? new ModelSyntax(declaration, _inputs, _layers) : null;
    }

    /// <summary>Sorts attributes by their place in the source: the compiler's own list promises no order.</summary>
    private void FindAttributes()
    {
        List<AttributeSource> sources = [];
        foreach (AttributeData data in _type.GetAttributes())
        {
            _cancellation.ThrowIfCancellationRequested();
            if (data.ApplicationSyntaxReference?.GetSyntax(_cancellation) is not AttributeSyntax syntax) continue;
            if (data.AttributeClass is null or { TypeKind: TypeKind.Error }) _isUnderstood = false;
            else sources.Add(new AttributeSource(data, syntax));
        }
        foreach (AttributeSource source in sources.OrderBy(source => source.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(source => source.Syntax.SpanStart))
        {
            List<AttributeSource>? list = IsInput(source.Data) ? _inputs : IsLayer(source.Data) || IsLoss(source.Data) ? _layers : null;
            list?.Add(source);
            if (list is not null && !source.IsComplete) _isUnderstood = false;
        }
    }

    private void CheckType()
    {
        string? kind = _type.IsRecord ? "a record"
            : _type.TypeKind != TypeKind.Class ? "no class"
            : _type.IsStatic ? "static"
            : _type.IsAbstract ? "abstract"
            : _type.IsFileLocal ? "local to its file"
            : _type.IsGenericType ? "generic"
            : null;
        if (kind is not null)
        {
            string advice = kind switch
            {
                "a record" => "write 'class' instead of 'record'.",
                "no class" => "write 'class'.",
                "generic" => "remove the type parameters, also those of containing types.",
                "local to its file" => "remove 'file', for its other half is in another file.",
                _ => $"remove '{kind}'.",
            };
            Report(Descriptors.NotAPlainClass, Site.Type, _type.Name, kind, advice);
        }
        if (!IsPartial(_type)) Report(Descriptors.NotPartial, Site.Type, _type.Name);
        int depth = 0;
        for (INamedTypeSymbol? container = _type.ContainingType; container is not null; container = container.ContainingType)
        {
            if (!IsPartial(container)) Report(Descriptors.ContainerNotPartial, new Site(SiteKind.Container, depth), container.Name, _type.Name, Keyword(container));
            depth++;
        }
    }

    private void CheckInputs()
    {
        if (_inputs.Count == 0 && _isUnderstood) ReportUnclear(Descriptors.MissingInput, Site.Type, _type.Name);
        for (int i = 1; i < _inputs.Count; i++)
            Report(Descriptors.SecondInput, new Site(SiteKind.Input, i), _type.Name, _inputs[0].Text);
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
                ReportUnclear(Descriptors.SpreadLayers, site, layer.Text, _type.Name, _layers[0].Text);
                return;
            }
            bool isOurs = layer.Data.AttributeClass!.ContainingNamespace.ToDisplayString() == Namespace && OperatorCatalog.Knows(layer.Kind);
            if (!isOurs) ReportUnclear(Descriptors.UnknownLayer, site, layer.Text);
            else if (IsLoss(layer.Data) && loss >= 0) ReportUnclear(Descriptors.SecondLoss, site, _type.Name, _layers[loss].Text);
            else if (!IsLoss(layer.Data) && loss >= 0) ReportUnclear(Descriptors.LayerAfterLoss, site, layer.Text, _layers[loss].Text);
            if (IsLoss(layer.Data) && loss < 0) loss = i;
        }
        if (_isUnderstood && !_layers.Any(layer => IsLayer(layer.Data))) ReportUnclear(Descriptors.NoLayers, Site.Type, _type.Name);
    }

    private ModelSpec MakeSpec()
    {
        ImmutableArray<LayerSpec> layers = [.. _layers.Select((source, i) => new LayerSpec(source.Kind, source.Arguments!.Value, source.Text, i))];
        bool hasLoss = IsLoss(_layers[_layers.Count - 1].Data);
        return new ModelSpec(
            MakeType(),
            new[] { MakeInput(_inputs[0]) },
            hasLoss ? layers.RemoveAt(layers.Length - 1) : layers,
            hasLoss ? layers[layers.Length - 1] : null,
            _type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == ModelAttribute && attribute.NamedArguments.Any(argument => argument is { Key: "Exact", Value.Value: true })));
    }

    private TypeSpec MakeType()
    {
        List<string> containers = [];
        for (INamedTypeSymbol? container = _type.ContainingType; container is not null; container = container.ContainingType)
            containers.Insert(0, $"partial {Keyword(container)} {Escaped(container)}");
        string space = _type.ContainingNamespace.IsGlobalNamespace ? "" : _type.ContainingNamespace.ToDisplayString();
        return new TypeSpec(space, Escaped(_type), containers.ToArray(), $"partial class {Escaped(_type)}", DocumentationReader.Summary(_type, _cancellation));
    }

    private static InputSpec MakeInput(AttributeSource source)
    {
        ImmutableArray<ArgumentSpec> arguments = source.Arguments!.Value;
        object? Find(string name) => arguments.FirstOrDefault(argument => argument.Name == name)?.Value;
        return new InputSpec(Find("Name") as string ?? "input", Find("Shape") is EquatableArray<int> shape ? shape : EquatableArray<int>.Empty);
    }

    private static bool IsInput(AttributeData attribute) => attribute.AttributeClass!.ToDisplayString() == "ModelDsl.InputAttribute";

    private static bool IsLayer(AttributeData attribute) => DerivesFrom(attribute, "ModelDsl.LayerAttribute");

    private static bool IsLoss(AttributeData attribute) => DerivesFrom(attribute, "ModelDsl.LossAttribute");

    private static bool DerivesFrom(AttributeData attribute, string name)
    {
        for (INamedTypeSymbol? type = attribute.AttributeClass?.BaseType; type is not null; type = type.BaseType)
        {
            if (type.ToDisplayString() == name) return true;
        }
        return false;
    }

    private bool IsPartial(INamedTypeSymbol type)
        => type.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(_cancellation) is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };

    private static string Escaped(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>Reports what leaves the order or meaning of the layers open, so that shapes cannot be told.</summary>
    private void ReportUnclear(DiagnosticDescriptor descriptor, Site site, params string[] arguments)
    {
        _isClear = false;
        Report(descriptor, site, arguments);
    }

    private void Report(DiagnosticDescriptor descriptor, Site site, params string[] arguments) => _problems.Add(new Problem(descriptor, site, arguments));
}
