using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration;

/// <summary>Where the parts of a declaration stand in the source: how the analyzer turns a <see cref="Site"/> into a span.</summary>
/// <param name="Type">The declaration that the problems of the type itself are shown at.</param>
/// <param name="Inputs">The input attributes.</param>
/// <param name="Layers">Layers and losses, by <see cref="LayerSpec.Index"/>.</param>
internal sealed record ModelSyntax(TypeDeclarationSyntax Type, IReadOnlyList<AttributeSource> Inputs, IReadOnlyList<AttributeSource> Layers)
{
    public Location Locate(Site site)
    {
        if (site.Kind == SiteKind.Container)
            return Type.Ancestors().OfType<TypeDeclarationSyntax>().ElementAtOrDefault(site.Index)?.Identifier.GetLocation() ?? Type.Identifier.GetLocation();
        IReadOnlyList<AttributeSource> sources = site.Kind == SiteKind.Input ? Inputs : Layers;
        if (site.Kind == SiteKind.Type || site.Index >= sources.Count) return Type.Identifier.GetLocation();
        AttributeSource source = sources[site.Index];
        if (site.Argument is not null && source.FindArgument(site.Argument) is { } argument) return argument.GetLocation();
        return source.Syntax.GetLocation();
    }
}
