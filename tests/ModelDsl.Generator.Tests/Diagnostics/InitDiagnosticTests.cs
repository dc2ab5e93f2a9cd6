using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>MDSL0140: initialisers that fit no parameter, and arguments of initialisers.</summary>
public class InitDiagnosticTests
{
    [Theory]
    [InlineData("[Input(3), InitZeros, Linear(2)]", "InitZeros", "'InitZeros' stands before any layer. Write it right behind the layer whose parameter it starts.")]
    [InlineData("[Input(3), Linear(2), MSELoss, InitOnes]", "InitOnes", "'InitOnes' stands behind 'MSELoss', which has no parameters. Write it right behind the layer whose parameter it starts.")]
    [InlineData("[Input(3), Linear(2), ReLU, InitOnes]", "InitOnes", "'InitOnes' stands behind 'ReLU', which has no parameters. Move it right behind the layer whose parameter it starts.")]
    [InlineData("[Input(3), Linear(2, Bias = false), InitZeros(Of = \"bias\")]", "Of = \"bias\"", "'InitZeros(Of = \"bias\")' starts 'bias', which 'Linear(2, Bias = false)' does not have. Write one of its parameters: 'weight'.")]
    [InlineData("[Input(3), BatchNorm1d, InitZeros(Of = \"running_mean\")]", "Of = \"running_mean\"", "'InitZeros(Of = \"running_mean\")' starts 'running_mean', which 'BatchNorm1d' does not have. Write one of its parameters: 'weight', 'bias'.")]
    [InlineData("[Input(3), Linear(2), InitZeros, InitOnes]", "InitOnes", "'InitOnes' is the second initialiser of 'weight'. Remove one of the two.")]
    [InlineData("[Input(3), Linear(2), InitXavierNormal(Of = \"bias\")]", "InitXavierNormal(Of = \"bias\")", "'InitXavierNormal(Of = \"bias\")' needs a matrix, but 'bias' is [2]. Write InitZeros, InitConstant, InitUniform or InitNormal for it.")]
    [InlineData("[Input(3), LayerNorm, InitOrthogonal]", "InitOrthogonal", "'InitOrthogonal' needs a matrix, but 'weight' is [3]. Write InitZeros, InitConstant, InitUniform or InitNormal for it.")]
    public Task Init_WithoutItsParameter_IsReportedInAChain(string attributes, string underlined, string message)
        => Analysis.ExpectAsync(Sources.Model(attributes), "MDSL0140", underlined, message);

    [Theory]
    [InlineData("InitZeros, Linear(2)", "InitZeros", "'InitZeros' stands before any layer. Write it right behind the layer whose parameter it starts.")]
    [InlineData("Linear(2), InitKaimingUniform(Of = \"bias\")", "InitKaimingUniform(Of = \"bias\")", "'InitKaimingUniform(Of = \"bias\")' needs a matrix, but 'bias' is [2]. Write InitZeros, InitConstant, InitUniform or InitNormal for it.")]
    public Task Init_WithoutItsParameter_IsReportedOnABlock(string attributes, string underlined, string message)
        => Analysis.ExpectAsync($"[Model] public partial class Net {{ [{attributes}] private partial Tensor Begin(Tensor x); [Forward] private Tensor Run([Shape(3)] Tensor x) => Begin(x); }}", "MDSL0140", underlined, message);

    [Theory]
    [InlineData("InitNormal(Std = -1)", "Std = -1", "'InitNormal(Std = -1)': Std is -1, but must be at least 0.")]
    [InlineData("InitNormal(float.NaN)", "float.NaN", "'InitNormal(float.NaN)': Mean is NaN, but must be a finite number.")]
    [InlineData("InitUniform(2)", "2", "'InitUniform(2)': A is 2, but must be at most 1, which is B.")]
    [InlineData("InitUniform(2, 1)", "1", "'InitUniform(2, 1)': B is 1, but must be at least 2, which is A.")]
    [InlineData("InitXavierUniform(-2)", "-2", "'InitXavierUniform(-2)': Gain is -2, but must be at least 0.")]
    public Task Init_ArgumentOutOfRange_UnderlinesIt(string init, string underlined, string message)
        => Analysis.ExpectAsync(Sources.Model($"[Input(3), Linear(2), {init}]"), "MDSL0105", underlined, message);
}
