using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration;

/// <summary>What the reader made of a class.</summary>
/// <param name="Name">The class's name, for messages.</param>
/// <param name="Declared">Input, layers and loss, where they are clear: shapes can be checked even if the class is not yet fit to be compiled.</param>
/// <param name="Problems">What is wrong with the declaration as such; shapes are not looked at here.</param>
internal sealed record ModelReading(string Name, ModelSpec? Declared, EquatableArray<Problem> Problems)
{
    /// <summary>The declaration, ready to be compiled; null where it has errors, or where C# itself does not understand it yet.</summary>
    public ModelSpec? Spec => Problems.Any(problem => problem.IsError) ? null : Declared;
}
