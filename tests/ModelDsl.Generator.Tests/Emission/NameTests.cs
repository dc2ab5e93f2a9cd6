using Microsoft.CodeAnalysis;
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

    private static IEnumerable<string> Members(INamedTypeSymbol type)
        => type.GetMembers().Where(member => member.CanBeReferencedByName && !member.IsImplicitlyDeclared).Select(member => member.Name);

    private static INamedTypeSymbol Emit()
    {
        Generation.Driver().RunGeneratorsAndUpdateCompilation(Sources.Compile("[Model, Input(4), Linear(2), MSELoss] public partial class Net;"), out Compilation result, out _);
        return result.GetTypeByMetadataName("Net")!;
    }
}
