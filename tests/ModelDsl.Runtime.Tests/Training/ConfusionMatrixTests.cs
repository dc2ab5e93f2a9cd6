using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Add_Scores_CountsTheHighestAgainstTheTarget()
    {
        ConfusionMatrix matrix = new(3) { ClassNames = ["ant", "owl", "cat"] };
        matrix.Add([0.1f, 0.9f, 0, 5, 1, 2, 0, 0, 1, -3, -1, -2], [1, 0, 1, 1]);
        Assert.Equal((1, 2, 1), (matrix[0, 0], matrix[1, 1], matrix[1, 2]));
        Assert.Equal(4, matrix.Total);
        Assert.Equal(0.75, matrix.Accuracy);
        Assert.Equal(2.0 / 3, matrix.Recall(1));
        Assert.Equal(1, matrix.Precision(1));
        Assert.Equal(0, matrix.Precision(2));
        Assert.True(double.IsNaN(matrix.Recall(2)));
        Assert.Equal("      0   1   2  recall\nant   1   0   0  1.000\nowl   0   2   1  0.667\ncat   0   0   0  NaN\n", matrix.ToString());
    }

    [Fact]
    public void Add_NegativeTarget_IsLeftOut()
    {
        ConfusionMatrix matrix = new(2);
        matrix.Add([1, 0, 1, 0], [-100, 0]);
        Assert.Equal(1, matrix.Total);
    }

    [Fact]
    public void Add_WhatDoesNotFit_IsRefused()
    {
        ConfusionMatrix matrix = new(2);
        Assert.Throws<ArgumentException>(() => matrix.Add([1, 0, 1], [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add([1, 0], [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[-1, 0]);
        Assert.Equal(0, matrix.Total);
    }
}
