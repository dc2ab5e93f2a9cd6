using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator;

/// <summary>
/// The front door of the build: reads every <c>[Model]</c> class, compiles it and adds the emitted files. It reports nothing about
/// declarations, for the analyzer does that while the user types; only a fault of its own becomes a diagnostic.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <summary>The step that reads a class.</summary>
    internal const string ReadStep = "ReadModel";

    /// <summary>The step that writes the public half.</summary>
    internal const string FaceStep = "WriteFace";

    /// <summary>The step that compiles the network.</summary>
    internal const string BodyStep = "WriteBodies";

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelSpec> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(ModelReader.ModelAttribute, static (node, _) => node is ClassDeclarationSyntax, Read)
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => spec!)
            .WithTrackingName(ReadStep);

        context.RegisterSourceOutput(models.Select(static (spec, _) => Guard(spec, WriteFace)).WithTrackingName(FaceStep), AddFiles);
        context.RegisterImplementationSourceOutput(models.Select(static (spec, _) => Guard(spec, WriteBodies)).WithTrackingName(BodyStep), AddFiles);
    }

    private static ModelSpec? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        try
        {
            return ModelReader.Read((INamedTypeSymbol)context.TargetSymbol, context.SemanticModel.Compilation, cancellation).Spec;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The analyzer reads the same class and reports the fault where it is.
            return null;
        }
    }

    private static IEnumerable<SourceFile> WriteFace(ModelSpec spec)
        => ModelCompiler.Declare(spec) is { } graph ? [FaceEmitter.Emit(spec, graph), BlockEmitter.Emit(spec, graph)]
            : Names.IsModelMember(spec.Type.Name) ? []
            : [PlaceholderEmitter.Emit(spec)];

    private static IEnumerable<SourceFile> WriteBodies(ModelSpec spec)
        => ModelCompiler.Compile(spec) is { } model ? BodyEmitter.Emit(model) : [];

    /// <summary>A generator must not throw: it would take the whole build's models with it.</summary>
    private static Written Guard(ModelSpec spec, Func<ModelSpec, IEnumerable<SourceFile>> write)
    {
        try
        {
            return new Written(write(spec).ToImmutableArray(), null);
        }
        catch (Exception exception)
        {
            return new Written(ImmutableArray<SourceFile>.Empty, Faults.Describe(spec.Type.Name, exception));
        }
    }

    private static void AddFiles(SourceProductionContext context, Written written)
    {
        foreach (SourceFile file in written.Files) context.AddSource(file.HintName, SourceText.From(file.Text, Utf8));
        if (written.Fault is { } fault) context.ReportDiagnostic(Diagnostic.Create(fault.Descriptor, Location.None, fault.Arguments.ToArray<object>()));
    }

    /// <summary>What a step made of a model.</summary>
    private sealed record Written(EquatableArray<SourceFile> Files, Problem? Fault);
}
