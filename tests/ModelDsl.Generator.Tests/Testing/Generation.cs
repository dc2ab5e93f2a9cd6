using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelDsl.Generator.Tests.Testing;

/// <summary>Runs the generator on texts.</summary>
internal static class Generation
{
    /// <summary>A driver that records what its steps did.</summary>
    public static GeneratorDriver Driver(CSharpParseOptions? parseOptions = null)
        => CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: parseOptions ?? Sources.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static GeneratorDriver Run(params string[] texts) => Driver().RunGenerators(Sources.Compile(texts));

    /// <summary>The emitted files, by hint name.</summary>
    public static IReadOnlyDictionary<string, string> Files(this GeneratorDriver driver)
        => driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
}
