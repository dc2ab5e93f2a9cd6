using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Functions that move values, in shapes that nobody chose.</summary>
public class RandomMoveTests
{
    private static readonly int[] Sizes = [1, 1, 2, 2, 3, 4, 5, 16, 17];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Functions_OfRandomShapes_ComputeTheirDefinitions(int seed)
    {
        Random random = new(seed);
        FunctionChecks.Check([.. Enumerable.Range(0, 24).Select(i => (i % 4) switch
        {
            0 => Permutation(random),
            1 => Reshaping(random),
            2 => Joining(random),
            _ => Multiplication(random),
        })]);
    }

    private static FunctionCase Permutation(Random random)
    {
        FunctionOperand operand = Operand(random, Shape(random, random.Next(1, 6), most: 150));
        int[] order = [.. Enumerable.Range(0, operand.Shape.Length)];
        random.Shuffle(order);
        return new(Of("Permute", ("Dims", Dims(order))), x =>
        {
            NdArray y = new([.. order.Select(dim => x[0].Shape[dim])]);
            foreach (int[] at in NdArray.Positions(x[0].Shape)) y[[.. order.Select(dim => at[dim])]] = x[0][at];
            return y;
        }, operand);
    }

    private static FunctionCase Reshaping(Random random)
    {
        int[] shape = Shape(random, random.Next(1, 6), most: 150), factors = [.. shape.SelectMany(size => size is 4 or 16 ? new[] { size / 2, 2 } : [size])];
        random.Shuffle(factors);
        List<int> sizes = [];
        for (int i = 0; i < factors.Length;)
        {
            int size = factors[i++];
            while (i < factors.Length && (sizes.Count == 4 || random.Next(2) == 0)) size *= factors[i++];
            sizes.Add(size);
        }
        return new(Of("Reshape", ("Sizes", Dims([.. sizes]))), x => new NdArray([.. sizes], x[0].Values), Operand(random, shape));
    }

    private static FunctionCase Joining(Random random)
    {
        int[] shape = Shape(random, random.Next(1, 5), most: 60);
        int dim = random.Next(shape.Length);
        FunctionOperand[] parts = [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Operand(random, [.. shape.Select((size, i) => i == dim ? Sizes[random.Next(5)] : size)]))];
        return new(Of("Concat", ("Dim", dim)), x =>
        {
            NdArray y = new([.. shape.Select((size, i) => i == dim ? x.Sum(part => part.Shape[dim]) : size)]);
            int start = 0;
            foreach (NdArray part in x)
            {
                foreach (int[] at in NdArray.Positions(part.Shape)) y[[.. at.Select((place, i) => i == dim ? place + start : place)]] = part[at];
                start += part.Shape[dim];
            }
            return y;
        }, parts);
    }

    private static FunctionCase Multiplication(Random random)
    {
        int[] batch = Shape(random, random.Next(0, 3), most: 6);
        (int m, int k, int n) = (Sizes[random.Next(9)], Sizes[random.Next(9)], Sizes[random.Next(9)]);
        if (m * k * n > 1000) (m, k) = (2, 3);
        int[] OneOf(int[] matrix) => [.. batch[random.Next(batch.Length + 1)..].Select(size => random.Next(3) == 0 ? 1 : size), .. matrix];
        return new(Of("MatMul"), x => MatMulTests.Product(x[0], x[1]), Operand(random, OneOf([m, k])), Operand(random, OneOf([k, n])));
    }

    private static FunctionOperand Operand(Random random, int[] shape) => new((Source)Math.Max(0, random.Next(6) - 3), shape);

    private static int[] Shape(Random random, int rank, int most)
    {
        while (true)
        {
            int[] shape = [.. Enumerable.Range(0, rank).Select(_ => Sizes[random.Next(Sizes.Length)])];
            if (NdArray.CountOf(shape) <= most) return shape;
        }
    }
}
