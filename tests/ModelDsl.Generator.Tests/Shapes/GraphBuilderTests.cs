using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Shapes;

public class GraphBuilderTests
{
    [Fact]
    public void Build_Chain_NamesValuesAfterLayers()
    {
        Graph graph = Models.Graph("[Input(1, 8, 8, Name = \"image\"), Conv2d(2, 3), ReLU, MaxPool2d(2), Conv2d(2, 2), ReLU, Flatten, Linear(3, Name = \"Head\"), SiLU, CrossEntropyLoss]");
        Assert.Equal("image", graph.Inputs[0].Name);
        Assert.Equal(["conv1", "relu1", "maxPool1", "conv2", "relu2", "flatten1", "head", "silu1", "loss"], graph.Nodes.Select(node => node.Output.Name));
        Assert.Equal(graph.Nodes.Select(node => node.Output.Name), graph.Nodes.Select(node => node.Name));
        Assert.Equal(["conv1", "conv1Weight", "conv1Bias"], graph.Nodes[0].Inputs.Skip(1).Select(value => value.Name).Prepend(graph.Nodes[0].Output.Name));
        Assert.Equal(["silu1", "targets"], graph.Nodes[^1].Inputs.Select(value => value.Name));
        Assert.Equal(6, graph.Parameters.First(value => value.Name == "headWeight").Parameter!.SequentialIndex);
    }

    [Fact]
    public void Build_EveryKind_NamesAreIdentifiersThatEmittedCodeDoesNotUse()
    {
        string layers = "Conv2d(4, 3), BatchNorm2d, MaxPool2d(2), AvgPool2d(2), AdaptiveAvgPool2d(2), Flatten, Dropout, BatchNorm1d, LayerNorm, "
            + "ReLU, LeakyReLU, ELU, SELU, GELU, SiLU, Sigmoid, Tanh, Softplus, Hardswish, Softmax, LogSoftmax, Linear(3, Name = \"first\"), LogSoftmax";
        Graph graph = Models.Graph($"[Input(1, 16, 16), {layers}, NLLLoss]");
        Assert.All(graph.Nodes.Where(node => node.Output != graph.Loss), node => Assert.True(Names.IsIdentifier(node.Output.Name) && !Names.IsReserved(node.Output.Name), node.Output.Name));
        Assert.Contains(graph.Nodes, node => node.Output.Name == "firstLayer");
        Assert.Contains(graph.Parameters, value => value.Parameter!.Name == "first.weight");
        Assert.Equal(graph.Nodes.Count, graph.Nodes.Select(node => node.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Build_NameThatACounterWouldGive_IsLeftToItsOwner()
    {
        Graph graph = Models.Graph("[Input(4), Linear(3), Linear(3, Name = \"linear1\")]");
        Assert.Equal(["linear2.weight", "linear2.bias", "linear1.weight", "linear1.bias"], graph.Parameters.Select(value => value.Parameter!.Name));
    }

    [Fact]
    public void Catalog_HasAnOperatorForEveryAttributeOfTheLibrary()
    {
        IEnumerable<string> attributes = typeof(ModelAttribute).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(LayerAttribute)) || type.IsSubclassOf(typeof(LossAttribute))))
            .Select(type => type.Name[..^"Attribute".Length]);
        Assert.Equal(attributes.Order(StringComparer.Ordinal), OperatorCatalog.Kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Catalog_EveryKind_ReadsEveryPropertyOfItsAttribute()
    {
        // A property that a record does not take over would be an option that is parsed and ignored: change each and see the record change.
        foreach (Type type in typeof(ModelAttribute).Assembly.GetExportedTypes())
        {
            if (type.IsAbstract || !(type.IsSubclassOf(typeof(LayerAttribute)) || type.IsSubclassOf(typeof(LossAttribute)))) continue;
            string kind = type.Name[..^"Attribute".Length];
            LayerOperator plain = OperatorCatalog.Create(new LayerSpec(kind, EquatableArray<ArgumentSpec>.Empty, kind, 0));
            foreach (System.Reflection.PropertyInfo property in type.GetProperties().Where(property => property.DeclaringType != typeof(Attribute)))
            {
                // Names become names of parameters, and sizes that are only checked are left to the shape rule.
                if (property.Name is "Name" or "InFeatures" or "InChannels" or "NumFeatures") continue;
                LayerSpec changed = new(kind, new[] { new ArgumentSpec(property.Name, Other(type, property)) }, kind, 0);
                Assert.True(!plain.Equals(OperatorCatalog.Create(changed)), $"{kind}.{property.Name} has no effect");
            }
        }
    }

    private static object Other(Type attribute, System.Reflection.PropertyInfo property) => property.PropertyType switch
    {
        Type type when type == typeof(int) => 77,
        Type type when type == typeof(float) => 0.875f,
        Type type when type == typeof(bool) => !IsOnByDefault(attribute, property),
        Type type when type == typeof(string) => "tanh",
        Type type when type == typeof(int[]) => new EquatableArray<int>([7]),
        Type type when type == typeof(float[]) => new EquatableArray<float>([7]),
        Type type when type == typeof(ModelDsl.Reduction) => "Sum",
        Type type => throw new InvalidOperationException($"No other value of {type} is known."),
    };

    private static bool IsOnByDefault(Type attribute, System.Reflection.PropertyInfo property)
    {
        System.Reflection.ConstructorInfo constructor = attribute.GetConstructors()[0];
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => parameter.ParameterType == typeof(int[]) ? Array.Empty<int>() : parameter.HasDefaultValue ? parameter.DefaultValue : (object)1)];
        return (bool)property.GetValue(constructor.Invoke(arguments))!;
    }
}
