using Microsoft.CodeAnalysis;

namespace ModelDsl.Benchmarks.Compiler;

/// <summary>A generator of the same kind that does nothing.</summary>
internal sealed class WarmUpGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<string> names = context.SyntaxProvider
            .ForAttributeWithMetadataName("System.ObsoleteAttribute", static (_, _) => true, static (found, _) => found.TargetSymbol.Name)
            .Where(static name => name is not null)
            .Select(static (name, _) => name);
        context.RegisterSourceOutput(names, static (output, name) => output.AddSource($"{name}.g.cs", $"// {name}"));
        context.RegisterImplementationSourceOutput(names, static (output, name) => output.AddSource($"{name}.Body.g.cs", $"// {name}"));
    }
}
