using System.Globalization;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Tests.Shapes;

/// <summary>The shape rules of functions that move values, and of products of matrices: what they make, and what they say.</summary>
public class FunctionShapeTests
{
    [Theory]
    [InlineData("Reshape", "Sizes=4,6", "[24]", "[4, 6]")]
    [InlineData("Reshape", "Sizes=3,-1", "[4, 6]", "[3, 8]")]
    [InlineData("Reshape", "", "[1, 1]", "[]")]
    [InlineData("Flatten", "", "[3, 4, 5]", "[60]")]
    [InlineData("Flatten", "StartDim=-2", "[3, 4, 5]", "[3, 20]")]
    [InlineData("Flatten", "", "[]", "[1]")]
    [InlineData("Squeeze", "Dim=0", "[1, 5]", "[5]")]
    [InlineData("Squeeze", "Dim=1", "[1, 5]", "[1, 5]")]
    [InlineData("Unsqueeze", "Dim=-1", "[5]", "[5, 1]")]
    [InlineData("Transpose", "Dim0=0;Dim1=-1", "[3, 4, 5]", "[5, 4, 3]")]
    [InlineData("Permute", "Dims=2,0,1", "[3, 4, 5]", "[5, 3, 4]")]
    [InlineData("Expand", "Sizes=2,-1,5", "[3, 1]", "[2, 3, 5]")]
    [InlineData("Narrow", "Dim=1;Start=-2", "[3, 5]", "[3, 2]")]
    [InlineData("Narrow", "Dim=1;Start=1;End=-1", "[3, 5]", "[3, 3]")]
    [InlineData("Select", "Dim=0;Index=-1", "[3, 5]", "[5]")]
    [InlineData("Split", "Size=3;Dim=1;Part=1", "[3, 5]", "[3, 2]")]
    [InlineData("Split", "Sizes=1,4;Dim=1;Part=1", "[3, 5]", "[3, 4]")]
    [InlineData("Chunk", "Chunks=2;Dim=1;Part=0", "[3, 5]", "[3, 3]")]
    [InlineData("Concat", "Dim=1", "[3, 5]; [3, 1]; [3, 2]", "[3, 8]")]
    [InlineData("Stack", "Dim=1", "[3]; [3]", "[3, 2]")]
    [InlineData("MatMul", "", "[3, 5]; [5, 7]", "[3, 7]")]
    [InlineData("MatMul", "", "[2, 1, 3, 5]; [4, 5, 7]", "[2, 4, 3, 7]")]
    [InlineData("MatMul", "", "[5]; [5]", "[]")]
    [InlineData("MatMul", "", "[5]; [2, 5, 7]", "[2, 7]")]
    [InlineData("Softmax", "", "[2, 3, 4, 5]", "[2, 3, 4, 5]")]
    public void Infer_WhatFits_MakesPyTorchsShape(string kind, string arguments, string inputs, string expected)
    {
        (Shape? output, string[] problems) = Infer(kind, arguments, inputs);
        Assert.Empty(problems);
        Assert.Equal(expected, output?.ToString());
    }

    [Theory]
    [InlineData("Reshape", "Sizes=4,5", "[24]", "MDSL0120: 'Reshape': [24] has 24 values, but [4, 5] holds 20. Write sizes whose product is that number, or -1 for one that follows from the others; the batch is not counted.")]
    [InlineData("Reshape", "Sizes=64,12", "[24]", "MDSL0120: 'Reshape': [24] has 24 values, but [64, 12] holds 768. Write 2, 12, or -1 for a size that follows from the others; the batch is not counted.")]
    [InlineData("Reshape", "Sizes=5,-1", "[24]", "MDSL0120: 'Reshape': [24] has 24 values, but [5, -1] holds a multiple of 5. Write sizes that divide 24; the batch is not counted.")]
    [InlineData("Reshape", "Sizes=-1,-1", "[24]", "MDSL0105: 'Reshape': the second size of -1 is -1, but must be at least 1: one size can follow from the others, not two.")]
    [InlineData("Reshape", "Sizes=0,24", "[24]", "MDSL0105: 'Reshape': Sizes is 0, but must be at least 1, or -1 for the one that follows from the others.")]
    [InlineData("Reshape", "", "[24]", "MDSL0120: 'Reshape': [24] has 24 values, but [] holds 1. Write the sizes of one sample.")]
    [InlineData("Flatten", "StartDim=2;EndDim=1", "[3, 4, 5]", "MDSL0105: 'Flatten': EndDim is 1, but must be at or behind StartDim, which is 2.")]
    [InlineData("Flatten", "StartDim=3", "[3, 4, 5]", "MDSL0112: 'Flatten': there is no dimension 3; [3, 4, 5] has dimensions 0 to 2, and −1 is the last one. The batch is not counted.")]
    [InlineData("Unsqueeze", "Dim=3", "[4, 5]", "MDSL0105: 'Unsqueeze': Dim is 3, but must be from 0 to 2, or from -3 to -1 to count from the end: [4, 5] has 2 dimensions.")]
    [InlineData("Permute", "Dims=0,1", "[3, 4, 5]", "MDSL0121: 'Permute': [0, 1] is no order of the dimensions of [3, 4, 5]: dimension 2 is missing. Write each of 0, 1, 2 once.")]
    [InlineData("Permute", "Dims=0,1,-2", "[3, 4, 5]", "MDSL0113: 'Permute' names dimension 1 twice. Leave one out.")]
    [InlineData("Expand", "Sizes=4,5", "[3, 5]", "MDSL0122: 'Expand': [3, 5] does not expand to [4, 5]: dimension 0 has 3 and not 1 to repeat. Write -1, or 3, for it.")]
    [InlineData("Expand", "Sizes=5", "[3, 5]", "MDSL0122: 'Expand': [3, 5] does not expand to [5]: 2 dimensions cannot become 1. Write a size for each dimension, -1 for those to keep.")]
    [InlineData("Expand", "Sizes=-1,3", "[3]", "MDSL0105: 'Expand': Sizes is -1, but must be at least 1: a new dimension has no size to keep.")]
    [InlineData("Concat", "Dim=0", "[3, 8]; [4, 9]", "MDSL0123: 'Concat': [3, 8] and [4, 9] differ in dimension 1. Only dimension 0, in which they are joined, may differ.")]
    [InlineData("Concat", "Dim=0", "[3, 8]; [3, 9]", "MDSL0123: 'Concat': [3, 8] and [3, 9] differ in dimension 1. Write 1 as the dimension to join them there.")]
    [InlineData("Concat", "Dim=0", "[3, 8]; [8]", "MDSL0123: 'Concat': [3, 8] and [8] have 2 dimensions and 1. Write Unsqueeze for the dimension that is missing.")]
    [InlineData("Stack", "Dim=0", "[3, 8]; [3, 9]", "MDSL0123: 'Stack': [3, 8] and [3, 9] are not the same shape. Write Concat to join them along a dimension that they have.")]
    [InlineData("Narrow", "Dim=0;Start=2;Length=5", "[6, 3]", "MDSL0124: 'Narrow': 2 to 6 is not within dimension 0 of [6, 3], which has the places 0 to 5. Write a length of at most 4.")]
    [InlineData("Narrow", "Dim=0;Start=6;Length=1", "[6, 3]", "MDSL0124: 'Narrow': the start 6 is not within dimension 0 of [6, 3], which has the places 0 to 5. Write a start from 0 to 5, or from -6 to -1 to count from the end.")]
    [InlineData("Narrow", "Dim=0;Start=2;End=-4", "[6, 3]", "MDSL0124: 'Narrow': 2..^4 is not within dimension 0 of [6, 3], which has the places 0 to 5. It is empty: write an end behind 2.")]
    [InlineData("Select", "Dim=1;Index=3", "[6, 3]", "MDSL0124: 'Select': the index 3 is not within dimension 1 of [6, 3], which has the places 0 to 2. Write an index from 0 to 2, or from -3 to -1 to count from the end.")]
    [InlineData("Chunk", "Chunks=4;Part=3", "[5]", "MDSL0124: 'Chunk': part 3 of 3 parts is not within dimension 0 of [5], which has the places 0 to 4. 4 parts of 2 use up its 5 places before: write fewer chunks, or Split with their sizes.")]
    [InlineData("Split", "Sizes=8,8;Part=0", "[20, 3]", "MDSL0125: 'Split': 8 + 8 is 16, but dimension 0 of [20, 3] is 20. Write 8, 12.")]
    [InlineData("Split", "Size=0", "[20, 3]", "MDSL0105: 'Split': Size is 0, but must be at least 1.")]
    [InlineData("MatMul", "", "[5, 7]; [6, 3]", "MDSL0126: 'MatMul': [5, 7] · [6, 3]: 7 columns meet 6 rows. The last size of the first must be the last but one of the second.")]
    [InlineData("MatMul", "", "[5, 7]; [3, 7]", "MDSL0126: 'MatMul': [5, 7] · [3, 7]: 7 columns meet 3 rows. Transpose the second: .Transpose(0, 1).")]
    [InlineData("MatMul", "", "[2, 7, 5]; [7, 3]", "MDSL0126: 'MatMul': [2, 7, 5] · [7, 3]: 5 columns meet 7 rows. Transpose the first: .Transpose(1, 2).")]
    [InlineData("MatMul", "", "[7, 6]; [5, 7]", "MDSL0126: 'MatMul': [7, 6] · [5, 7]: 6 columns meet 5 rows. Exchange the two: MatMul(b, a).")]
    [InlineData("MatMul", "", "[]; [5, 7]", "MDSL0126: 'MatMul': [] · [5, 7]: a single number is no matrix. Write a * b.")]
    [InlineData("MatMul", "", "[2, 5, 7]; [3, 7, 4]", "MDSL0126: 'MatMul': [2, 5, 7] · [3, 7, 4]: the batches of matrices [2] and [3] do not fit. Sizes before the last two must be equal, or one of them 1, which repeats.")]
    [InlineData("Softmax", "Dim=1", "[5]", "MDSL0112: 'Softmax': there is no dimension 1; [5] has dimension 0 alone, and −1 is the last one. The batch is not counted.")]
    public void Infer_WhatDoesNotFit_SaysWhatToWrite(string kind, string arguments, string inputs, string expected)
    {
        (Shape? output, string[] problems) = Infer(kind, arguments, inputs);
        Assert.Equal([expected], problems);
        Assert.Null(output);
    }

    [Fact]
    public void Catalog_EveryFunction_SurvivesEveryShape()
    {
        string[] arguments = ["", "Dim=0", "Dim=-1;Start=1;Part=1;Size=2", "Dim=5;Index=9", "Sizes=-1", "Sizes=2147483647,2147483647,4;Dims=0,0", $"Chunks={int.MaxValue};Part={int.MaxValue}", $"Size={int.MaxValue};Part={int.MaxValue};Start={int.MinValue};Length={int.MaxValue}"];
        foreach (string kind in FunctionCatalog.Kinds.Except(["Where"]))
        {
            foreach (string given in arguments)
            {
                foreach (string inputs in new[] { "[]; []", "[5]; [5]", "[1, 1]; [3]", "[3, 4, 5]; [2, 2]", "[2, 3, 4, 5]; [5, 5]" })
                {
                    (Shape? output, _) = Infer(kind, given, inputs);
                    Assert.True(output is null || output.Dimensions.All(size => size >= 1), $"{kind}({given}) of {inputs}");
                }
            }
        }
    }

    private static (Shape? Output, string[] Problems) Infer(string kind, string arguments, string inputs)
    {
        ArgumentSpec[] written = [.. arguments.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument.Split('=')).Select(pair => new ArgumentSpec(
            pair[0], pair[0] is "Sizes" or "Dims" ? new EquatableArray<int>([.. pair[1].Split(',').Select(Number)]) : Number(pair[1])))];
        Graph graph = new("Test");
        Value[] values = [.. inputs.Split(';').Select((text, i) => graph.AddValue($"input{i}", new Shape(text.Trim(' ', '[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number).ToArray())))];
        List<Problem> problems = [];
        LayerSpec call = new(kind, written, kind, 0);
        ShapeContext shapes = new(call, kind, 0, [.. values], problems);
        FunctionCatalog.Create(call).Infer(shapes);
        return (shapes.Output, [.. problems.Select(problem => $"{problem.Descriptor.Id}: {string.Format(CultureInfo.InvariantCulture, problem.Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), [.. problem.Arguments.Items])}")]);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
