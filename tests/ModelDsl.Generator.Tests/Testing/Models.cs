using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Tests.Testing;

/// <summary>Reads models of texts and lowers them to graphs.</summary>
internal static class Models
{
    /// <summary>The declaration of the class <c>Net</c>.</summary>
    public static ModelReading Read(string text)
    {
        CSharpCompilation compilation = Sources.Compile(text);
        INamedTypeSymbol type = compilation.GetSymbolsWithName("Net", SymbolFilter.Type).OfType<INamedTypeSymbol>().First();
        return ModelReader.Read(type, compilation, CancellationToken.None);
    }

    public static ModelSpec Spec(string text)
    {
        ModelReading reading = Read(text);
        Assert.Empty(reading.Problems);
        return reading.Spec ?? throw new InvalidOperationException("The declaration is not understood.");
    }

    /// <summary>The graph of the class <c>Net</c>, which must be free of errors.</summary>
    public static Graph GraphOf(string text)
    {
        List<Problem> problems = [];
        Graph? graph = GraphBuilder.Build(Spec(text), problems);
        Assert.DoesNotContain(problems, problem => problem.IsError);
        return graph!;
    }

    /// <summary>The graph of a model with these attributes, which must be free of errors.</summary>
    public static Graph Graph(string attributes)
    {
        List<Problem> problems = [];
        Graph? graph = GraphBuilder.Build(Spec(Sources.Model(attributes)), problems);
        Assert.DoesNotContain(problems, problem => problem.IsError);
        return graph!;
    }
}
