using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration;

/// <summary>What the readers of a class share: the class, and what was found in it.</summary>
internal sealed class DeclarationContext(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    public INamedTypeSymbol Type { get; } = type;

    public CancellationToken Cancellation { get; } = cancellation;

    public List<Problem> Problems { get; } = [];

    /// <summary>The places of inputs.</summary>
    public List<ISource> Inputs { get; } = [];

    /// <summary>The places of layers, losses and expressions, by <see cref="LayerSpec.Index"/>.</summary>
    public List<ISource> Places { get; } = [];

    /// <summary>Whether C# itself understands everything; where not, the compiler says so.</summary>
    public bool IsUnderstood { get; set; } = true;

    /// <summary>Whether order and meaning of the layers are clear, so that shapes can be told.</summary>
    public bool IsClear { get; private set; } = true;

    public void Report(DiagnosticDescriptor descriptor, Site site, params string[] arguments) => Problems.Add(new Problem(descriptor, site, arguments));

    /// <summary>Reports what leaves the order or meaning of the layers open, so that shapes cannot be told.</summary>
    public void ReportUnclear(DiagnosticDescriptor descriptor, Site site, params string[] arguments)
    {
        IsClear = false;
        Report(descriptor, site, arguments);
    }

    /// <summary>Makes a place known; its number is the index of a <see cref="Site"/>.</summary>
    public int AddPlace(ISource place)
    {
        Places.Add(place);
        return Places.Count - 1;
    }

    /// <summary>What C# makes of a file.</summary>
    public SemanticModel ModelOf(SyntaxNode node)
    {
        if (_models.TryGetValue(node.SyntaxTree, out SemanticModel? model)) return model;
#pragma warning disable RS1030 // a body may call methods in other files: the compiler of models needs what they mean
        return _models[node.SyntaxTree] = compilation.GetSemanticModel(node.SyntaxTree);
#pragma warning restore RS1030
    }

    /// <summary>What the readers of another class share, which is used in this one.</summary>
    public DeclarationContext For(INamedTypeSymbol other) => new(other, compilation, Cancellation);

    public bool IsPartial(INamedTypeSymbol symbol)
        => symbol.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(Cancellation) is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
}
