using Microsoft.CodeAnalysis;
using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Diagnostics;

/// <summary>Something wrong with a declaration, found by any stage; only the analyzer knows where in the source it is.</summary>
/// <param name="Descriptor">What it is.</param>
/// <param name="Site">The part of the declaration that it is about.</param>
/// <param name="Arguments">What fills the descriptor's message.</param>
/// <param name="Fix">What a code fix writes there, where that can be computed: <c>49</c>.</param>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Site Site, EquatableArray<string> Arguments, string? Fix = null)
{
    public bool IsError => Descriptor.DefaultSeverity == DiagnosticSeverity.Error;
}

/// <summary>The kinds of places in a declaration.</summary>
internal enum SiteKind
{
    /// <summary>The class's name.</summary>
    Type,

    /// <summary>The name of a containing type; index 0 is the innermost.</summary>
    Container,

    /// <summary>An <c>[Input]</c> attribute.</summary>
    Input,

    /// <summary>A layer or the loss.</summary>
    Layer,
}

/// <summary>A place in a declaration, without syntax.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Index">Which of its kind: <see cref="LayerSpec.Index"/>.</param>
/// <param name="Argument">The argument, by the name of the attribute's property; null for the whole attribute.</param>
internal readonly record struct Site(SiteKind Kind, int Index = 0, string? Argument = null)
{
    public static Site Type => new(SiteKind.Type);

    public static Site Of(LayerSpec layer, string? argument = null) => new(SiteKind.Layer, layer.Index, argument);
}
