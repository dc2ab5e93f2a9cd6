using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration;

/// <summary>
/// Reads a <c>[Model]</c> class. The only stage that sees symbols and syntax: what it hands on knows neither. <see cref="ChainReader"/> and
/// <see cref="GraphReader"/> read the two forms.
/// </summary>
internal sealed class ModelReader
{
    public const string ModelAttribute = "ModelDsl.ModelAttribute";

    private readonly DeclarationContext _context;

    private ModelReader(DeclarationContext context) => _context = context;

    /// <summary>Reads what a class declares.</summary>
    /// <param name="type">The class that has the attribute <c>[Model]</c>.</param>
    /// <param name="compilation">What it is part of.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static ModelReading Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) => ReadWithSyntax(type, compilation, cancellation).Reading;

    /// <summary>Reads what a class declares, and where: for the analyzer.</summary>
    public static (ModelReading Reading, ModelSyntax? Syntax) ReadWithSyntax(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        ModelReader reader = new(new DeclarationContext(type, compilation, cancellation));
        return (reader.Read(), reader.Syntax());
    }

    /// <summary>Whether a class has the attribute <c>[Model]</c>.</summary>
    public static bool IsModel(INamedTypeSymbol type) => type.GetAttributes().Any(AttributeKinds.IsModel);

    /// <summary>Whether a class has any layer or loss.</summary>
    public static bool HasLayers(INamedTypeSymbol type) => type.GetAttributes().Any(attribute => AttributeKinds.IsLayer(attribute) || AttributeKinds.IsLoss(attribute));

    /// <summary>What is said about layers on a class that is no model.</summary>
    public static Problem NotAModel(ModelSyntax syntax, INamedTypeSymbol type)
        => new(Descriptors.NotAModel, new Site(SiteKind.Layer), new[] { syntax.Places[0].Text, type.Name });

    private ModelReading Read()
    {
        CheckType();
        bool isExact = _context.Type.GetAttributes().Any(attribute => AttributeKinds.IsModel(attribute) && attribute.NamedArguments.Any(argument => argument is { Key: "Exact", Value.Value: true }));
        TypeSpec type = MakeType();
        ModelSpec? spec = GraphReader.IsGraph(_context.Type) ? new GraphReader(_context).Read(type, isExact) : new ChainReader(_context).Read(type, isExact);
        return new ModelReading(_context.Type.Name, spec, _context.Problems.Distinct().ToImmutableArray());
    }

    private ModelSyntax? Syntax()
    {
        // The declaration with [Model] is the one that people look at.
        AttributeData? model = _context.Type.GetAttributes().FirstOrDefault(AttributeKinds.IsModel);
        SyntaxNode? syntax = model?.ApplicationSyntaxReference?.GetSyntax(_context.Cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?? _context.Type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_context.Cancellation);
        return syntax is TypeDeclarationSyntax declaration ? new ModelSyntax(declaration, _context.Inputs, _context.Places) : null;
    }

    private void CheckType()
    {
        string? kind = _context.Type.IsRecord ? "a record"
            : _context.Type.TypeKind != TypeKind.Class ? "no class"
            : _context.Type.IsStatic ? "static"
            : _context.Type.IsAbstract ? "abstract"
            : _context.Type.IsFileLocal ? "local to its file"
            : _context.Type.IsGenericType ? "generic"
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
            _context.Report(Descriptors.NotAPlainClass, Site.Type, _context.Type.Name, kind, advice);
        }
        if (!_context.IsPartial(_context.Type)) _context.Report(Descriptors.NotPartial, Site.Type, _context.Type.Name);
        int depth = 0;
        for (INamedTypeSymbol? container = _context.Type.ContainingType; container is not null; container = container.ContainingType)
        {
            if (!_context.IsPartial(container)) _context.Report(Descriptors.ContainerNotPartial, new Site(SiteKind.Container, depth), container.Name, _context.Type.Name, Keyword(container));
            depth++;
        }
    }

    private TypeSpec MakeType()
    {
        List<string> containers = [];
        for (INamedTypeSymbol? container = _context.Type.ContainingType; container is not null; container = container.ContainingType)
            containers.Insert(0, $"partial {Keyword(container)} {Escaped(container)}");
        string space = _context.Type.ContainingNamespace.IsGlobalNamespace ? "" : _context.Type.ContainingNamespace.ToDisplayString();
        return new TypeSpec(space, Escaped(_context.Type), containers.ToArray(), $"partial class {Escaped(_context.Type)}", DocumentationReader.Summary(_context.Type, _context.Cancellation));
    }

    private static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };

    private static string Escaped(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
