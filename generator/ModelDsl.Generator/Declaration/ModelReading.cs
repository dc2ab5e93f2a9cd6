using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration;

/// <summary>What the reader made of a class.</summary>
/// <param name="Name">The class's name, for messages.</param>
/// <param name="Spec">The declaration; null where it has errors, or where C# itself does not understand it yet.</param>
/// <param name="Problems">What is wrong with the declaration as such; shapes are not looked at here.</param>
internal sealed record ModelReading(string Name, ModelSpec? Spec, EquatableArray<Problem> Problems);
