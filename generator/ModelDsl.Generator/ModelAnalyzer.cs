using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
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
        (ModelReading reading, ModelSyntax? syntax) = ModelReader.ReadWithSyntax(type, context.CancellationToken);
        if (syntax is null) return;
        foreach (Problem problem in isModel ? Check(reading) : [ModelReader.NotAModel(syntax, type)])
            context.ReportDiagnostic(Locate(problem, syntax));
    }

    /// <summary>Everything that is to be said about a declaration.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A fault of the compiler must not take down the editor: it is reported.")]
    internal static IReadOnlyList<Problem> Check(ModelReading reading)
    {
        List<Problem> problems = [.. reading.Problems];
        if (reading.Declared is not { } spec) return problems;
        try
        {
            if (GraphBuilder.Build(spec, problems) is { } graph) problems.Add(ShapeTable.Describe(graph));
        }
        catch (Exception exception)
        {
            problems.Add(Faults.Describe(reading.Name, exception));
        }
        return problems;
    }

    private static Diagnostic Locate(Problem problem, ModelSyntax syntax)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (problem.Fix is not null) properties = properties.Add(FixProperty, problem.Fix);
        if (problem.Site.Argument is not null) properties = properties.Add(ArgumentProperty, problem.Site.Argument);
        return Diagnostic.Create(problem.Descriptor, syntax.Locate(problem.Site), properties, [.. problem.Arguments]);
    }
}
