using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration;

/// <summary>Finds the layer of each initialiser: the one that it stands behind.</summary>
internal static class InitReader
{
    /// <summary>Takes the initialisers out of attributes that are in their order.</summary>
    /// <param name="sources">Layers, losses and initialisers; the initialisers are removed.</param>
    /// <param name="context">Where problems and places go.</param>
    /// <returns>The initialisers of each layer that has some.</returns>
    public static Dictionary<AttributeSource, List<AttributeSource>> TakeFrom(List<AttributeSource> sources, DeclarationContext context)
    {
        Dictionary<AttributeSource, List<AttributeSource>> result = [];
        AttributeSource? layer = null;
        foreach (AttributeSource source in sources.ToArray())
        {
            if (!AttributeKinds.IsInit(source.Data))
            {
                layer = source;
                continue;
            }
            sources.Remove(source);
            if (!source.IsComplete) context.IsUnderstood = false;
            else if (layer is null || AttributeKinds.IsLoss(layer.Data))
                context.Report(Descriptors.BadInit, new Site(SiteKind.Layer, context.AddPlace(source)), source.Text, layer is null ? "stands before any layer" : $"stands behind '{layer.Text}', which has no parameters", "Write it right behind the layer whose parameter it starts.");
            else if (result.TryGetValue(layer, out List<AttributeSource>? others)) others.Add(source);
            else result[layer] = [source];
        }
        return result;
    }

    /// <summary>The initialisers of a layer, as data; each gets a place.</summary>
    public static EquatableArray<InitSpec> SpecsOf(AttributeSource layer, Dictionary<AttributeSource, List<AttributeSource>> inits, DeclarationContext context)
        => !inits.TryGetValue(layer, out List<AttributeSource>? sources) ? []
            : sources.Select(source => new InitSpec(new LayerSpec(source.Kind, source.Arguments!.Value, source.Text, context.AddPlace(source)))).ToArray();
}
