using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Runtime.Tests.Parameters;

public class ParameterCollectionTests
{
    private static readonly ParameterDescription[] Descriptions =
    [
        new("conv1.weight", "0.weight", [2, 3, 3, 3], Initialization.Uniform, 0.25f),
        new("conv1.bias", "0.bias", [2], Initialization.Uniform, 0.25f),
        new("bn1.weight", "1.weight", [2], Initialization.Ones),
        new("bn1.running_var", "1.running_var", [2], Initialization.Ones, isBuffer: true),
        new("bn1.num_batches_tracked", "1.num_batches_tracked", [], Initialization.Zeros, isBuffer: true),
        new("linear1.weight", "3.weight", [17, 1], Initialization.Zeros),
    ];

    [Fact]
    public void Constructor_LaysOutEveryParameterOnACacheLine()
    {
        var parameters = new ParameterCollection(Descriptions, seed: 1);

        Assert.Equal(6, parameters.Count);
        Assert.Equal(54 + 2 + 2 + 17, parameters.TrainableValueCount);
        Assert.Equal([0, 64, 80, 0, 16, 96], parameters.Select(parameter => parameter.Offset));
        Assert.Equal(128, parameters.Values.Length);
        Assert.Equal(128, parameters.Gradients.Length);
        Assert.Equal(32, parameters.Buffers.Length);
        Assert.True(IsAligned(parameters.Values) && IsAligned(parameters.Gradients) && IsAligned(parameters.Buffers));
    }

    /// <summary>What is frozen has the same values, elsewhere: where no optimizer walks.</summary>
    [Fact]
    public void Constructor_FrozenParameter_LiesWithTheBuffersAndHasNoGradient()
    {
        ParameterDescription[] descriptions = [.. Descriptions];
        descriptions[0] = new("conv1.weight", "0.weight", [2, 3, 3, 3], Initialization.Uniform, 0.25f, isFrozen: true);
        ParameterCollection learned = new(Descriptions, seed: 1), frozen = new(descriptions, seed: 1);

        Assert.Equal(2 + 2 + 17, frozen.TrainableValueCount);
        Assert.Equal([0, 0, 16, 64, 80, 32], frozen.Select(parameter => parameter.Offset));
        Assert.Equal(64, frozen.Gradients.Length);
        Assert.Equal(learned["conv1.weight"].Values.ToArray(), frozen["conv1.weight"].Values.ToArray());
        Assert.True(frozen["conv1.weight"] is { IsFrozen: true, IsBuffer: false });
        Assert.True(frozen["conv1.weight"].Gradient.IsEmpty);

        int version = frozen.Version;
        learned["conv1.weight"].CopyFrom(new float[54]);
        frozen.CopyFrom(learned);
        Assert.All(frozen["conv1.weight"].Values.ToArray(), value => Assert.Equal(0, value));
        Assert.NotEqual(version, frozen.Version);
    }

    [Fact]
    public void Description_FrozenBuffer_IsRefused()
        => Assert.Throws<ArgumentException>(() => new ParameterDescription("bn1.running_mean", "1.running_mean", [2], Initialization.Zeros, isBuffer: true, isFrozen: true));

    [Fact]
    public void Constructor_DrawsInitialValues()
    {
        var parameters = new ParameterCollection(Descriptions, seed: 1);

        float[] weight = parameters["conv1.weight"].Values.ToArray();
        Assert.All(weight, value => Assert.InRange(value, -0.25f, 0.25f));
        Assert.Equal(weight.Length, weight.Distinct().Count());
        Assert.Equal([1, 1], parameters["bn1.weight"].Values.ToArray());
        Assert.Equal([1, 1], parameters["bn1.running_var"].Values.ToArray());
        Assert.Equal([0], parameters["bn1.num_batches_tracked"].Values.ToArray());
        Assert.All(parameters["linear1.weight"].Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Constructor_SameSeed_SameValues_OtherSeed_OtherValues()
    {
        float[] Draw(long seed) => new ParameterCollection(Descriptions, seed).Values.ToArray();
        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));
    }

    [Fact]
    public void Constructor_ParameterAddedAtTheEnd_LeavesTheOthersAsTheyWere()
    {
        var shorter = new ParameterCollection(Descriptions.AsSpan(0, 2), seed: 3);
        var longer = new ParameterCollection(Descriptions, seed: 3);
        Assert.Equal(shorter[1].Values.ToArray(), longer[1].Values.ToArray());
    }

    [Fact]
    public void Constructor_DoubledName_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ParameterCollection([Descriptions[1], Descriptions[1]], seed: 1));
        Assert.Contains("conv1.bias", error.Message);
    }

    [Fact]
    public void Indexer_Alias_FindsTheSameParameter()
    {
        var parameters = new ParameterCollection([new("embed.weight", "0.weight", [2], Initialization.Zeros) { Aliases = ["score.weight"] }, Descriptions[1]], seed: 1);
        Assert.Same(parameters["embed.weight"], parameters["score.weight"]);
        Assert.Equal(2, parameters.Count);
        var error = Assert.Throws<ArgumentException>(() => new ParameterCollection([Descriptions[0], new("a", "1.a", [2], Initialization.Zeros) { Aliases = ["conv1.weight"] }], seed: 1));
        Assert.Contains("two parameters are named 'conv1.weight'", error.Message);
    }

    [Fact]
    public void Indexer_UnknownName_ListsNearNames()
    {
        var parameters = new ParameterCollection(Descriptions, seed: 1);
        var error = Assert.Throws<KeyNotFoundException>(() => parameters["conv1.wieght"]);
        Assert.StartsWith("no parameter 'conv1.wieght'; there are conv1.weight, ", error.Message);
        Assert.Contains("(6 in all)", error.Message);
        Assert.False(parameters.TryGet("conv1.wieght", out _));
        Assert.True(parameters.TryGet("conv1.weight", out Parameter? found));
        Assert.Same(parameters[0], found);
    }

    [Fact]
    public void CopyFrom_RightLength_ReplacesTheValuesAndMovesTheVersion()
    {
        var parameters = new ParameterCollection(Descriptions, seed: 1);
        Parameter bias = parameters["conv1.bias"];
        int version = parameters.Version;

        bias.CopyFrom([3, 4]);

        Assert.NotEqual(version, parameters.Version);
        Assert.Equal([3, 4], bias.Values.ToArray());
        Assert.Equal([3, 4, 0], parameters.Values.Slice(bias.Offset, 3).ToArray());
        var copy = new float[2];
        bias.CopyTo(copy);
        Assert.Equal([3, 4], copy);
    }

    [Fact]
    public void CopyFrom_ToABuffer_ReplacesTheBuffer()
    {
        var parameters = new ParameterCollection(Descriptions, seed: 1);
        float[] values = parameters.Values.ToArray();
        parameters["bn1.running_var"].CopyFrom([5, 6]);
        Assert.Equal([5, 6], parameters.Buffers[..2].ToArray());
        Assert.Equal(values, parameters.Values.ToArray());
        Assert.True(parameters["bn1.running_var"].Gradient.IsEmpty);
    }

    [Fact]
    public void CopyFrom_WrongLength_SaysWhatWasExpectedAndChangesNothing()
    {
        var parameters = new ParameterCollection(Descriptions, seed: 1);
        int version = parameters.Version;
        var error = Assert.Throws<ArgumentException>(() => parameters["conv1.weight"].CopyFrom([1, 2, 3]));
        Assert.Contains("conv1.weight: expected 54 values ([2, 3, 3, 3]), got 3", error.Message);
        Assert.Equal(version, parameters.Version);
    }

    [Fact]
    public void Writable_MovesTheVersion()
    {
        var parameters = new ParameterCollection(Descriptions, seed: 1);
        int version = parameters.Version;
        parameters.WritableValues()[0] = 9;
        int written = parameters.Version;
        parameters.WritableBuffers()[0] = 8;
        Assert.Equal(9, parameters[0].Values[0]);
        Assert.Equal(8, parameters["bn1.running_var"].Values[0]);
        Assert.Equal(3, new HashSet<int> { version, written, parameters.Version }.Count);
    }

    [Fact]
    public void CopyFrom_OtherModel_TakesValuesAndBuffers()
    {
        var source = new ParameterCollection(Descriptions, seed: 1);
        source["bn1.running_var"].CopyFrom([7, 8]);
        var target = new ParameterCollection(Descriptions, seed: 2);
        int version = target.Version;
        target.CopyFrom(source);
        Assert.Equal(source.Values.ToArray(), target.Values.ToArray());
        Assert.Equal([7, 8], target["bn1.running_var"].Values.ToArray());
        Assert.NotEqual(version, target.Version);
    }

    [Fact]
    public void CopyFrom_OtherLayers_IsRefusedAndChangesNothing()
    {
        var target = new ParameterCollection(Descriptions, seed: 2);
        float[] values = target.Values.ToArray();
        var error = Assert.Throws<ArgumentException>(() => target.CopyFrom(new ParameterCollection(Descriptions.AsSpan(0, 5), seed: 1)));
        Assert.Contains("expected linear1.weight [17, 1] in place 5, got nothing", error.Message);
        Assert.Equal(values, target.Values.ToArray());
    }

    [Fact]
    public void ToString_NamesParameterAndShape()
    {
        var parameters = new ParameterCollection(Descriptions, seed: 1);
        Assert.Equal("conv1.weight [2, 3, 3, 3]", parameters[0].ToString());
        Assert.Equal("bn1.num_batches_tracked []", parameters[4].ToString());
    }

    [Fact]
    public void Indexer_ModelWithoutParameters_SaysSo()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => new ParameterCollection([], seed: 1)["a"]);
        Assert.Equal("no parameter 'a': the model has none", error.Message);
    }

    [Fact]
    public void Description_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterDescription("a", "0.a", [2, 0], Initialization.Zeros));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterDescription("a", "0.a", [2], Initialization.Uniform, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterDescription("a", "0.a", [2], Initialization.Uniform, float.NaN));
        Assert.Throws<OverflowException>(() => new ParameterDescription("a", "0.a", [65536, 65536], Initialization.Zeros));
        Assert.Throws<ArgumentException>(() => new ParameterDescription("", "0.a", [2], Initialization.Zeros));
    }

    private static bool IsAligned(ReadOnlySpan<float> values) =>
        Unsafe.ByteOffset(in Unsafe.NullRef<float>(), in MemoryMarshal.GetReference(values)) % 64 == 0;
}
