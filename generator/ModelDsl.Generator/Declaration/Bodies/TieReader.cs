using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <summary>Reads <c>[Tie]</c>: which block's weight a block has.</summary>
internal static class TieReader
{
    /// <summary>The tie of a block, or null where it has none or one that makes no sense, which is reported.</summary>
    public static TieSpec? Read(IMethodSymbol method, BlockSpec block, BlockReader blocks, DeclarationContext context)
    {
        if (AttributeKinds.Find(method, "TieAttribute") is not { } data || data.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) is not AttributeSyntax syntax) return null;
        AttributeSource source = new(data, syntax);
        int place = context.AddPlace(source);
        if (data.ConstructorArguments.FirstOrDefault().Value is not string name)
        {
            context.IsUnderstood = false;
            return null;
        }
        IMethodSymbol? other = method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(BlockReader.IsBlock);
        bool isItself = SymbolEqualityComparer.Default.Equals(other, method), isTiedItself = other is not null && AttributeKinds.Find(other, "TieAttribute") is not null;
        Block? target = other is null || isItself || isTiedItself ? null : blocks.Read(other);
        (string What, string Advice)? fault =
            !IsOneLayer(block) ? ("but has not exactly one layer, once", "Write a block for the layer alone.")
            : other is null ? ("which is no block of the model", "Write nameof(…) of another partial method with a layer.")
            : isItself ? ("which is itself", "Write the name of another block.")
            : isTiedItself ? ("which is tied itself", $"Write the name of the block that '{name}' is tied to.")
            : target is not null && !IsOneLayer(target.Spec) ? ("which has not exactly one layer, once", $"Write a block for the layer of '{name}' alone.")
            : null;
        if (fault is { } found) context.ReportUnclear(Descriptors.BadTie, new Site(SiteKind.Layer, place), method.Name, name, found.What, found.Advice);
        return fault is not null || target is null ? null : new TieSpec(name, char.ToLowerInvariant(name[0]) + name.Substring(1) + target.Spec.Layers[0].Suffix, place);
    }

    private static bool IsOneLayer(BlockSpec block) => block.Used is null && block.Layers.Count == 1 && !block.IsRepeated;
}
