using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class PackingTests
{
    private const int Panel = 32;

    /// <summary>Outputs, channels, pixels: whole and partial panels, blocks of 8 × 8 and what is left of them.</summary>
    public static TheoryData<int, int, int> Layers => new()
    {
        { 1, 1, 1 },
        { 10, 128, 1 },
        { 33, 7, 1 },
        { 64, 4, 1 },
        { 6, 30, 1 },
        { 70, 19, 1 },
        { 40, 5, 9 },
        { 17, 16, 16 },
        { 64, 3, 50 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void LinearForward_AnySize_PutsOutputsIntoColumns(int outputs, int channels, int pixels)
    {
        int inputs = channels * pixels, rounded = (outputs + 15) / 16 * 16;
        float[] weight = Sweep.Random(outputs * inputs, seed: 1), packed = new float[rounded * inputs], expected = new float[packed.Length];
        for (int output = 0; output < outputs; output++)
        {
            int start = output / Panel * Panel, width = Math.Min(Panel, rounded - start);
            for (int input = 0; input < inputs; input++)
            {
                int row = input % pixels * channels + input / pixels;
                expected[start * inputs + row * width + output - start] = weight[output * inputs + input];
            }
        }
        for (int panel = 0; panel * Panel < rounded; panel++) Packing.LinearForward(weight, packed, outputs, channels, pixels, panel);
        Assert.Equal(expected, packed);
    }

    [Theory]
    [InlineData(70, 19, 3, 11)]
    [InlineData(40, 64, 0, 64)]
    [InlineData(64, 33, 32, 1)]
    [InlineData(5, 8, 0, 8)]
    public void LinearForwardPart_AnyPart_IsThatOfLinearForward(int outputs, int inputs, int first, int count)
    {
        int rounded = (outputs + 15) / 16 * 16;
        float[] weight = Sweep.Random(outputs * inputs, seed: 4), whole = new float[rounded * inputs];
        for (int column = 0; column < rounded; column += Panel)
        {
            int width = Math.Min(Panel, rounded - column);
            Packing.LinearForward(weight, whole, outputs, inputs, pixels: 1, panel: column / Panel);

            // What the last part has left there.
            float[] packed = new float[count * width + 1];
            Array.Fill(packed, float.NaN);
            Packing.LinearForwardPart(weight, packed, outputs, inputs, column, width, first, count);
            Assert.Equal(whole[(column * inputs + first * width)..(column * inputs + (first + count) * width)], packed[..^1]);
            Assert.Equal(float.NaN, packed[^1]);
        }
    }

    [Theory]
    [InlineData(7, 48, 32, 16, 0, 7)]
    [InlineData(40, 96, 64, 32, 8, 32)]
    [InlineData(9, 37, 32, 16, 2, 7)]
    [InlineData(3, 63, 32, 32, 0, 3)]
    public void LinearBackwardPart_AnyPart_IsThoseColumnsOfThoseRows(int rows, int columns, int column, int width, int first, int count)
    {
        // What the last part has left there.
        float[] weight = Sweep.Random(rows * columns, seed: 5), packed = new float[count * width + 1];
        Array.Fill(packed, float.NaN);
        Packing.LinearBackwardPart(weight, packed, columns, column, width, first, count);
        for (int i = 0; i < count * width; i++)
            Assert.Equal(column + i % width < columns ? weight[(first + i / width) * columns + column + i % width] : 0, packed[i]);
        Assert.Equal(float.NaN, packed[^1]);
    }

    [Theory]
    [InlineData(5, 32, 0, 32, 32, 32, 0, 5)]
    [InlineData(9, 80, 16, 64, 16, 16, 2, 7)]
    [InlineData(3, 41, 9, 32, 16, 16, 2, 1)]
    [InlineData(5, 64, 16, 44, 14, 16, 1, 4)] // two floats more than a panel has, and a last one of two columns
    [InlineData(2, 30, 2, 28, 14, 16, 0, 2)] // the last panel ends with the matrix
    [InlineData(3, 13, 1, 11, 14, 16, 0, 3)]
    public void CopyPanels_AnyRows_AreOnePanelBehindTheOther(int rows, int rowStride, int column, int columns, int step, int width, int first, int count)
    {
        int panelCount = (columns + step - 1) / step;
        float[] matrix = Sweep.Random(rows * rowStride, seed: 8), panels = new float[panelCount * width * count + 1];
        Array.Fill(panels, float.NaN);
        Packing.CopyPanels(matrix, panels, rowStride, column, columns, step, width, first, count);
        for (int panel = 0; panel < panelCount; panel++)
        {
            for (int row = 0; row < count; row++)
            {
                for (int i = 0; i < Math.Min(step, columns - panel * step); i++)
                    Assert.Equal(matrix[(first + row) * rowStride + column + panel * step + i], panels[(panel * count + row) * width + i]);
            }
        }
        Assert.Equal(float.NaN, panels[^1]);
    }

    [Theory]
    [InlineData(4, 16, 37, 32, 5)]
    [InlineData(7, 32, 31, 0, 31)]
    [InlineData(1, 16, 1, 0, 1)]
    public void StoreColumns_FewerThanThePanelHas_LeavesTheOthersAlone(int rows, int width, int rowStride, int column, int columns)
    {
        float[] panel = Sweep.Random(rows * width, seed: 6), before = Sweep.Random(rows * rowStride, seed: 7), target = [.. before];
        Packing.StoreColumns(panel, width, target.AsSpan(column), rowStride, rows, columns);
        for (int i = 0; i < target.Length; i++)
        {
            int at = i % rowStride - column;
            Assert.Equal(at >= 0 && at < columns ? panel[i / rowStride * width + at] : before[i], target[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void LinearBackward_AnySize_PutsPixelsFirstAndLinearGradientBack(int outputs, int channels, int pixels)
    {
        int inputs = channels * pixels, pixelStride = (channels + 15) / 16 * 16, rowStride = pixels * pixelStride + 16;
        float[] weight = Sweep.Random(outputs * inputs, seed: 2), packed = new float[outputs * rowStride], expected = new float[packed.Length], back = new float[weight.Length];
        for (int i = 0; i < weight.Length; i++)
            expected[i / inputs * rowStride + i % inputs % pixels * pixelStride + i % inputs / pixels] = weight[i];
        Packing.LinearBackward(weight, packed, rowStride, channels, pixels, pixelStride, 0, outputs);
        Assert.Equal(expected, packed);
        Packing.LinearGradient(packed, back, rowStride, channels, pixels, pixelStride, 0, outputs);
        Assert.Equal(weight, back);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 64)]
    [InlineData(9, 70)]
    [InlineData(16, 15)]
    [InlineData(15, 16)]
    [InlineData(16, 16)]
    [InlineData(23, 29)]
    [InlineData(31, 47)]
    [InlineData(50, 33)]
    [InlineData(64, 48)]
    public void Transpose_AnySize_SwapsRowsAndColumns(int rows, int columns)
    {
        int stride = columns + 5;
        float[] source = Sweep.Random(rows * stride, seed: 3), target = new float[rows * columns];
        Packing.Transpose(source, stride, target, rows, columns);
        for (int i = 0; i < target.Length; i++) Assert.Equal(source[i % rows * stride + i / rows], target[i]);
    }
}
