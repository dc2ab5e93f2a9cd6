using ModelDsl.Runtime.Tests.Eager.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>Reductions over any dimensions, against a grouping of all elements by the indices that are kept.</summary>
public class ReductionTests
{
    private static readonly Dictionary<string, (Func<Tensor, int[], bool, Tensor> Run, Func<double[], double> Exact)> Cases = new()
    {
        ["Sum"] = (Sum, values => values.Sum()),
        ["Mean"] = (Mean, values => values.Average()),
        ["Max"] = (Max, values => values.Max()),
        ["Min"] = (Min, values => values.Min()),
        ["Var"] = ((x, dims, keep) => Var(x, dims, keep), values => values.Sum(v => Math.Pow(v - values.Average(), 2)) / (values.Length - 1)),
        ["Var 0"] = ((x, dims, keep) => Var(x, dims, keep, correction: 0), values => values.Average(v => Math.Pow(v - values.Average(), 2))),
    };

    public static TheoryData<string, int[], int[]> Everything
    {
        get
        {
            TheoryData<string, int[], int[]> data = [];
            foreach (string name in Cases.Keys)
            {
                data.Add(name, [5], [0]);
                data.Add(name, [2, 3], []);
                data.Add(name, [3, 2, 5], [1]);
                data.Add(name, [3, 2, 5], [0, -1]);
                data.Add(name, [2, 3, 2, 2], [2, 1]);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Reduction_OverDimensions_ReducesEachGroup(string name, int[] shape, int[] dims)
    {
        (Func<Tensor, int[], bool, Tensor> run, Func<double[], double> exact) = Cases[name];
        int[] reduced = dims.Length == 0 ? [.. Enumerable.Range(0, shape.Length)] : [.. dims.Select(d => d < 0 ? d + shape.Length : d)];
        foreach (int? samples in new int?[] { null, 1, 3 })
        {
            Tensor x = Draw.Values(new Random(shape.Length), samples, shape);
            double[] expected = [.. Groups(x, reduced).Select(exact)];

            Tensor y = run(x, dims, false), kept = run(x, dims, true);

            Assert.Equal(samples, y.Samples);
            Assert.Equal(shape.Where((_, d) => !reduced.Contains(d)), y.Shape);
            Assert.Equal(shape.Select((size, d) => reduced.Contains(d) ? 1 : size), kept.Shape);
            Assert.Equal(expected.Length, y.Values.Length);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], y.Values[i], 1e-12);
            Assert.Equal(y.ToArray(), kept.ToArray());
            FiniteDifferences.Check(inputs => run(inputs[0], dims, true), x);
        }
    }

    [Fact]
    public void Overloads_OfAllReductions_Agree()
    {
        Tensor x = Draw.Values(new Random(1), 2, [3, 4]);
        Assert.Equal(Sum(x, [0, 1], false).ToArray(), Sum(x).ToArray());
        Assert.Equal(Sum(x, [1], false).ToArray(), x.Sum(1).ToArray());
        Assert.Equal([3, 1], Sum(x, 1, true).Shape.ToArray());
        Assert.Equal([1, 4], x.Mean(0, keepDim: true).Shape.ToArray());
        Assert.Equal(Mean(x, 0, 1).ToArray(), x.Mean().ToArray());
        Assert.Equal(Max(x, 1).ToArray(), x.Max(-1, keepDim: true).ToArray());
        Assert.Equal(Min(x, 0, 1).ToArray(), x.Min([0, 1], keepDim: false).ToArray());
        Assert.Equal(Max(x, -2).ToArray(), Max(x, 0, keepDim: true).ToArray());
        Assert.Equal(Min(x, -2).ToArray(), Min(x, 0, keepDim: true).ToArray());
        Assert.Equal(Var(x, 1).ToArray(), x.Var([1], correction: 1).ToArray());
        Assert.Equal(Var(x, [1]).ToArray(), Var(x, [1], keepDim: false).ToArray());
        Assert.Equal(Var(x).ToArray(), x.Var().ToArray());
    }

    [Fact]
    public void Extremes_OfEqualOnes_GiveTheGradientToTheFirst()
    {
        Tensor x = Tensor.From([1, 3, 3, 0, 0, 2], 2, 3);
        (Max(x) + Sum(Min(x, 1)) * 10).Backward();
        Assert.Equal([10, 1, 0, 10, 0, 0], x.Grad!.ToArray());
    }

    [Fact]
    public void Extremes_WithNaN_AreNaN()
    {
        Tensor x = Tensor.From([1, float.NaN, 3, float.NaN], 4);
        Assert.True(float.IsNaN(Max(x).Item()) && float.IsNaN(Min(x).Item()));
        Assert.Equal(1, ArgMax(x).Item());
    }

    [Fact]
    public void Var_OfOneValue_IsNaNWithCorrectionAndZeroWithout()
    {
        Tensor x = Tensor.From([5], 1);
        Assert.True(float.IsNaN(Var(x).Item()));
        Assert.Equal(0, Var(x, [0], correction: 0).Item());
    }

    [Theory]
    [InlineData(-1, new float[] { 2, 0, 1, 1 })]
    [InlineData(1, new float[] { 2, 0, 1, 1 })]
    [InlineData(0, new float[] { 1, 0, 0, 0, 1, 1 })]
    public void ArgMax_OfEachLine_IsTheFirstPlace(int dim, float[] expected)
    {
        Tensor x = Tensor.Batch([1, 2, 3, 4, 2, 0, /* next sample */ -5, -1, -1, -6, 7, 7], 2, 3);
        Assert.Equal(expected, ArgMax(x, dim).ToArray());
        Assert.Equal(expected, x.ArgMax(dim, keepDim: true).ToArray());
        Assert.Equal(dim == 0 ? [1, 3] : [2, 1], ArgMax(x, dim, keepDim: true).Shape.ToArray());
        Assert.False(ArgMax(x, dim).RequiresGrad);
    }

    private static IEnumerable<double[]> Groups(Tensor x, int[] reduced)
    {
        int[] shape = [.. x.Shape];
        int size = shape.Aggregate(1, (a, b) => a * b);
        return x.Values.ToArray()
            .Select((value, i) => (value, Key: Key(i)))
            .GroupBy(pair => pair.Key)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Select(pair => pair.value).ToArray());

        string Key(int i)
        {
            string key = "";
            int element = i % size;
            for (int d = shape.Length - 1; d >= 0; element /= shape[d--])
            {
                if (!reduced.Contains(d)) key = $"{element % shape[d]:000} {key}";
            }
            return $"{i / size:000} {key}";
        }
    }
}
