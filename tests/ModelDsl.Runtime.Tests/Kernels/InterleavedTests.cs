using System.Runtime.Intrinsics;
using ModelDsl.Kernels;

namespace ModelDsl.Runtime.Tests.Kernels;

/// <summary>Columns of which several values of k lie side by side.</summary>
public sealed class InterleavedTests
{
    private const int Lanes = 8;

    private static readonly float[] Numbers = [.. Enumerable.Range(0, 4 * Lanes).Select(i => (float)(1 << (i % 20)) + i)];

    [SkippableTheory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(2)]
    public void Sum_OfSomeVectors_IsThatOfEachColumn(int interleave)
    {
        Skip.IfNot(Interleaved.IsUsed, "This processor has no vectors of 256 bits.");
        Vector256<float> a = Vector256.Create(Numbers, 0), b = Vector256.Create(Numbers, Lanes), c = Vector256.Create(Numbers, 2 * Lanes), d = Vector256.Create(Numbers, 3 * Lanes);
        Vector128<float>[] together = new Vector128<float>[4], alone = new Vector128<float>[4];
        switch (interleave)
        {
            case 8:
                (together[0], together[1], together[2], together[3]) = Interleaved.Sum8(a, b, c, d);
                alone = [Interleaved.Sum8(a), Interleaved.Sum8(b), Interleaved.Sum8(c), Interleaved.Sum8(d)];
                break;
            case 4:
                (together[0], together[1], together[2], together[3]) = Interleaved.Sum4(a, b, c, d);
                alone = [Interleaved.Sum4(a), Interleaved.Sum4(b), Interleaved.Sum4(c), Interleaved.Sum4(d)];
                break;
            default:
                (together[0], together[1]) = Interleaved.Sum2(a, b);
                (together[2], together[3]) = Interleaved.Sum2(c, d);
                alone = [Interleaved.Sum2(a), Interleaved.Sum2(b), Interleaved.Sum2(c), Interleaved.Sum2(d)];
                break;
        }
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                float expected = column < Lanes / interleave ? Numbers.Skip(row * Lanes + column * interleave).Take(interleave).Sum() : 0;
                Assert.Equal(expected, together[row][column]);
                Assert.Equal(expected, alone[row][column]);
            }
        }
    }

    [SkippableFact]
    public void Load_SomeValues_GivesThemToEachColumn()
    {
        Skip.IfNot(Interleaved.IsUsed, "This processor has no vectors of 256 bits.");
        (int Interleave, Vector256<float> Lanes)[] loads = [(8, Interleaved.Load8(ref Numbers[3])), (4, Interleaved.Load4(ref Numbers[3])), (2, Interleaved.Load2(ref Numbers[3]))];
        foreach ((int interleave, Vector256<float> lanes) in loads)
        {
            for (int lane = 0; lane < Lanes; lane++) Assert.Equal(Numbers[3 + lane % interleave], lanes[lane]);
        }
    }

    /// <summary>Values of an incomplete group are its last ones, so that a vector of the left factor that ends with its last value meets them.</summary>
    [Theory]
    [InlineData(8, 19, 1)]
    [InlineData(4, 19, 2)]
    [InlineData(2, 19, 3)]
    [InlineData(8, 16, 1)]
    [InlineData(2, 9, 4)]
    public void Pack_ARun_BringsEachValueWhereAtSays(int interleave, int run, int columns)
    {
        const int RowStride = 16;
        float[] matrix = [.. Enumerable.Range(0, run * RowStride).Select(i => i + 1f)], packed = [.. matrix];
        Interleaved.Pack(ref packed[0], columns, RowStride, run, interleave);
        for (int group = 0; group < run; group += interleave)
        {
            int count = Math.Min(interleave, run - group);
            float[] expected = new float[Lanes];
            for (int i = 0; i < count; i++)
            {
                for (int column = 0; column < columns; column++)
                {
                    expected[column * interleave + interleave - count + i] = matrix[(group + i) * RowStride + column];
                    // The same in a later run.
                    int at = Interleaved.At(run + group + i, RowStride, run, interleave) + column * interleave;
                    Assert.Equal((run + group) * RowStride + column * interleave + interleave - count + i, at);
                }
            }
            Assert.Equal(expected, packed.AsSpan(group * RowStride, Lanes).ToArray());
        }
    }
}
