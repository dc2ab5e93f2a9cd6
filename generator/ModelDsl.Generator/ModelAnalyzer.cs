using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelDsl.Generator.Advice;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator;

/// <summary>
/// Checks models while they are typed: Declaration → Graph with its shapes, as the generator does, but with the syntax at hand, so that
/// each problem is shown at the very layer or argument.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that holds what a code fix writes.</summary>
    public const string FixProperty = "Fix";

    /// <summary>The property of a diagnostic that holds the name of the argument that it is about.</summary>
    public const string ArgumentProperty = "Argument";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.GetAttributes().IsEmpty) return;
        bool isModel = ModelReader.IsModel(type);
        if (!isModel && !ModelReader.HasLayers(type)) return;
        (IReadOnlyList<Problem> problems, ModelSyntax? syntax) = Check(type, isModel, context.Compilation, context.CancellationToken);
        foreach (Problem problem in problems) context.ReportDiagnostic(Locate(problem, syntax, type));
    }

    /// <summary>Everything that is to be said about a class. A fault of the compiler must not take down the editor: it is reported.</summary>
    private static (IReadOnlyList<Problem> Problems, ModelSyntax? Syntax) Check(INamedTypeSymbol type, bool isModel, Compilation compilation, CancellationToken cancellation)
    {
        try
        {
            (ModelReading reading, ModelSyntax? syntax) = ModelReader.ReadWithSyntax(type, compilation, cancellation);
            if (syntax is null) return ([], null);
            return (isModel ? Check(reading) : [ModelReader.NotAModel(syntax, type)], syntax);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ([Faults.Describe(type.Name, exception)], null);
        }
    }

    private static List<Problem> Check(ModelReading reading)
    {
        List<Problem> problems = [.. reading.Problems];
        if (reading.Declared is { } spec && GraphBuilder.Build(spec, problems) is { } graph)
        {
            problems.AddRange(ModelAdvice.Of(spec, graph));
            problems.AddRange(LocalShapes.Of(spec, graph));
            problems.Add(ShapeTable.Describe(graph));
        }
        return [.. problems.Distinct()];
    }

    private static Diagnostic Locate(Problem problem, ModelSyntax? syntax, INamedTypeSymbol type)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (problem.Fix is not null) properties = properties.Add(FixProperty, problem.Fix);
        if (problem.Site.Argument is not null) properties = properties.Add(ArgumentProperty, problem.Site.Argument.Split('#')[0]);
        Location location = syntax?.Locate(problem.Site) ?? type.Locations.FirstOrDefault() ?? Location.None;
        return Diagnostic.Create(problem.Descriptor, location, properties, [.. problem.Arguments]);
    }
}
