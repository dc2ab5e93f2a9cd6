namespace ModelDsl.Generator.Emission;

/// <summary>An emitted file.</summary>
/// <param name="HintName">Its name: <c>{Namespace}.{Type}.{Part}.g.cs</c>.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string HintName, string Text);
