using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class PicturesTests
{
    [Theory]
    [InlineData(1, 5, 7, 1, 0)]
    [InlineData(1, 5, 7, 1, 2)]
    [InlineData(3, 4, 5, 3, 1)]
    [InlineData(3, 4, 5, 16, 1)]
    [InlineData(17, 18, 33, 32, 0)]
    [InlineData(16, 5, 7, 16, 0)] // nothing that would have to become zero
    [InlineData(40, 1, 1, 48, 0)]
    public void FromChannelsFirst_AnyLayout_PutsEveryValueAndZerosElsewhere(int channels, int height, int width, int stride, int border)
    {
        const int Count = 3;
        PictureLayout layout = new(height, width, stride, border);
        float[] source = Sweep.Random(Count * channels * height * width, seed: 1), target = Garbage(Count * layout.SampleStride);
        Pictures.FromChannelsFirst(source, target, Count, channels, layout);

        float[] expected = new float[target.Length];
        for (int i = 0; i < source.Length; i++)
        {
            int x = i % width, y = i / width % height, c = i / width / height % channels, n = i / width / height / channels;
            expected[n * layout.SampleStride + layout.First + y * layout.RowStride + x * stride + c] = source[i];
        }
        Assert.Equal(expected, target);

        float[] back = new float[source.Length];
        Pictures.ToChannelsFirst(target, back, Count, channels, layout);
        Assert.Equal(source, back);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void ClearPads_AnyBorder_LeavesChannelsAndBorder(int border)
    {
        const int Count = 2, Channels = 5;
        PictureLayout layout = new(3, 4, 16, border);
        float[] values = Garbage(Count * layout.SampleStride), before = [.. values], picture = new float[Count * Channels * 12], after = new float[picture.Length];
        Pictures.ToChannelsFirst(values, picture, Count, Channels, layout);
        Pictures.ClearPads(values, Count, Channels, layout);
        Pictures.ToChannelsFirst(values, after, Count, Channels, layout);
        Assert.Equal(picture, after);
        int pads = values.Where((value, i) => value != before[i]).Count();
        Assert.Equal(Count * 12 * (16 - Channels), pads);
        Assert.Equal(pads, values.Where((value, i) => value != before[i] && value == 0).Count());
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 16)]
    [InlineData(33, 48)]
    public void FromRows_AnyStride_PadsWithZeros(int columns, int stride)
    {
        float[] source = Sweep.Random(4 * columns, seed: 2), target = Garbage(4 * stride), back = new float[source.Length];
        Pictures.FromRows(source, target, columns, stride);
        for (int i = 0; i < target.Length; i++) Assert.Equal(i % stride < columns ? source[i / stride * columns + i % stride] : 0, target[i]);
        Pictures.ToRows(target, back, columns, stride);
        Assert.Equal(source, back);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ClearBorder_Garbage_LeavesThePixelsAlone(int border)
    {
        PictureLayout layout = new(3, 4, 16, border);
        float[] values = Garbage(2 * layout.SampleStride), before = [.. values];
        Pictures.ClearBorder(values, 2, 3, 4, 16, border);
        for (int n = 0; n < 2; n++)
        {
            for (int y = -border; y < 3 + border; y++)
            {
                for (int x = -border; x < 4 + border; x++)
                {
                    int at = n * layout.SampleStride + layout.First + y * layout.RowStride + x * 16;
                    bool isInside = y is >= 0 and < 3 && x is >= 0 and < 4;
                    for (int c = 0; c < 16; c++) Assert.Equal(isInside ? before[at + c] : 0, values[at + c]);
                }
            }
        }
    }

    [Fact]
    public void Copy_OtherBorder_KeepsThePixels()
    {
        PictureLayout from = new(3, 5, 16, 1), to = new(3, 5, 16);
        float[] picture = Sweep.Random(2 * 11 * 15, seed: 3), source = new float[2 * from.SampleStride], target = new float[2 * to.SampleStride], back = new float[picture.Length];
        Pictures.FromChannelsFirst(picture, source, 2, 11, from);
        Pictures.Copy(source, from, target, to, 2);
        Pictures.ToChannelsFirst(target, back, 2, 11, to);
        Assert.Equal(picture, back);
    }

    internal static float[] Garbage(int count) => Sweep.Random(count, seed: 99, bound: 1000);
}
