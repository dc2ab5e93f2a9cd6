using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using ModelDsl.Engine;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Emission;

/// <summary>The lists of names that are taken must hold what is emitted, or a user's name breaks the build.</summary>
public class NameTests
{
    private static readonly INamedTypeSymbol Net = Emit();

    [Fact]
    public void Members_OfAnEmittedClass_AreAllReserved() => Assert.All(Members(Net), name => Assert.True(Names.IsModelMember(name), name));

    [Fact]
    public void Members_OfTheParameters_AreAllReserved()
    {
        INamedTypeSymbol parameters = Net.GetTypeMembers("ParameterSet").Single();
        // Private members of the base class are no obstacle: they cannot be seen.
        IEnumerable<string> visible = Members(parameters.BaseType!).Where(name => parameters.BaseType!.GetMembers(name)[0].DeclaredAccessibility != Accessibility.Private);
        Assert.All(Members(parameters).Concat(visible).Where(name => name != "Linear1"), name => Assert.True(Names.IsParameterMember(name), name));
    }

    [Fact]
    public void Types_OfKernelsAndEngines_AreAllReserved()
    {
        IEnumerable<Type> types = typeof(ModelAttribute).Assembly.GetExportedTypes().Where(type => type.Namespace is "ModelDsl.Kernels" or "ModelDsl.Engine" && !type.IsNested);
        Assert.All(types, type => Assert.True(Names.IsReserved(type.Name.Split('`')[0]), type.Name));
    }

    [Fact]
    public void Members_OfTheEngines_AreAllReserved()
    {
        // A step that is called like a method of its engine is another overload of it; like a property it would hide that.
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        IEnumerable<PropertyInfo> properties = new[] { typeof(PredictionEngine), typeof(TrainingEngine) }.SelectMany(type => type.GetProperties(all));
        Assert.All(properties, property => Assert.True(Names.IsReserved(property.Name), property.Name));
    }

    [Theory]
    [InlineData("avgPool2d")]
    [InlineData("MethodImplOptions")]
    [InlineData("prediction")]
    [InlineData("loadInput")]
    [InlineData("inputAt")]
    [InlineData("dGelu1Size")]
    [InlineData("phase0")]
    [InlineData("pieceCount")]
    public void Layer_CalledLikeSomethingEmitted_Compiles(string name)
    {
        string text = $"[Model, Input(1, 4, 4), GELU, AvgPool2d(2), LayerNorm(Name = \"{name}\"), Flatten, BatchNorm1d(Name = \"{name}Norm\"), CrossEntropyLoss] public partial class Net;";
        Generation.Driver().RunGeneratorsAndUpdateCompilation(Sources.Compile(text), out Compilation compilation, out ImmutableArray<Diagnostic> faults);
        Assert.Empty(faults);
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591");
    }

    private static IEnumerable<string> Members(INamedTypeSymbol type)
        => type.GetMembers().Where(member => member.CanBeReferencedByName && !member.IsImplicitlyDeclared).Select(member => member.Name);

    private static INamedTypeSymbol Emit()
    {
        Generation.Driver().RunGeneratorsAndUpdateCompilation(Sources.Compile("[Model, Input(4), Linear(2), MSELoss] public partial class Net;"), out Compilation result, out _);
        return result.GetTypeByMetadataName("Net")!;
    }
}
