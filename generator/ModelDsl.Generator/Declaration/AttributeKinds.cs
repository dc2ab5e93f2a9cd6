using Microsoft.CodeAnalysis;

namespace ModelDsl.Generator.Declaration;

/// <summary>Tells the library's attributes from others.</summary>
internal static class AttributeKinds
{
    public const string Namespace = "ModelDsl";

    public static bool IsModel(AttributeData attribute) => Is(attribute, "ModelAttribute");

    public static bool IsInput(AttributeData attribute) => Is(attribute, "InputAttribute");

    public static bool IsLayer(AttributeData attribute) => DerivesFrom(attribute, "ModelDsl.LayerAttribute");

    public static bool IsLoss(AttributeData attribute) => DerivesFrom(attribute, "ModelDsl.LossAttribute");

    public static bool IsInit(AttributeData attribute) => DerivesFrom(attribute, "ModelDsl.InitAttribute");

    /// <summary>Whether it is the attribute of this name in the library's namespace.</summary>
    public static bool Is(AttributeData attribute, string name)
        => attribute.AttributeClass is { } type && type.MetadataName.Split('`')[0] == name && type.ContainingNamespace?.ToDisplayString() == Namespace;

    /// <summary>The attribute of this name on a symbol, or null.</summary>
    public static AttributeData? Find(ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(attribute => Is(attribute, name));

    private static bool DerivesFrom(AttributeData attribute, string name)
    {
        for (INamedTypeSymbol? type = attribute.AttributeClass?.BaseType; type is not null; type = type.BaseType)
        {
            if (type.ToDisplayString() == name) return true;
        }
        return false;
    }
}
