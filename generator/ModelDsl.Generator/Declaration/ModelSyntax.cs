using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration;

/// <summary>Where the parts of a declaration stand in the source: how the analyzer turns a <see cref="Site"/> into a span.</summary>
/// <param name="Type">The declaration that the problems of the type itself are shown at.</param>
/// <param name="Inputs">The places of the inputs.</param>
/// <param name="Places">The places of layers, losses and expressions, by <see cref="LayerSpec.Index"/>.</param>
internal sealed record ModelSyntax(TypeDeclarationSyntax Type, IReadOnlyList<ISource> Inputs, IReadOnlyList<ISource> Places)
{
    public Location Locate(Site site)
    {
        if (site.Kind == SiteKind.Container)
            return Type.Ancestors().OfType<TypeDeclarationSyntax>().ElementAtOrDefault(site.Index)?.Identifier.GetLocation() ?? Type.Identifier.GetLocation();
        IReadOnlyList<ISource> sources = site.Kind == SiteKind.Input ? Inputs : Places;
        return site.Kind == SiteKind.Type || site.Index >= sources.Count ? Type.Identifier.GetLocation() : sources[site.Index].Locate(site.Argument);
    }
}
