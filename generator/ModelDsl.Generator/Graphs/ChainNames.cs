using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Graphs;

/// <summary>The names of layers in a chain.</summary>
internal static class ChainNames
{
    /// <summary>
    /// For each layer the name that the user gave, or <c>conv2</c> for the second convolution; a number that a user took is left out. Losses are not named.
    /// </summary>
    public static string[] Of(IEnumerable<LayerSpec> layers)
    {
        LayerSpec[] all = [.. layers];
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (LayerSpec layer in all)
        {
            if (layer.Word("Name") is { } name && Names.IsIdentifier(name)) taken.Add(Names.OfMember(name));
        }
        Dictionary<string, int> ordinals = [];
        return [.. all.Select(layer => NameOf(layer, ordinals, taken))];
    }

    private static string NameOf(LayerSpec layer, Dictionary<string, int> ordinals, HashSet<string> taken)
    {
        LayerOperator op = OperatorCatalog.Create(layer);
        int ordinal = ordinals.TryGetValue(op.NamePrefix, out int before) ? before + 1 : 1;
        ordinals[op.NamePrefix] = ordinal;
        if (layer.Word("Name") is { } written && Names.IsIdentifier(written)) return written;
        while (!taken.Add(Names.OfMember(op.NamePrefix + ordinal))) ordinal++;
        ordinals[op.NamePrefix] = ordinal;
        return op.NamePrefix + ordinal;
    }
}
