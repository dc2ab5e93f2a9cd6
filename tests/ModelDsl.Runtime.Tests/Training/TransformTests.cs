using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

public sealed class TransformTests
{
    [Fact]
    public void Normalize_TwoChannels_UsesEachOnesOwnNumbers()
    {
        float[] result = Apply(new Normalize([1, 10], [2, 5]), [1, 3, 20, -5], [2, 1, 2]);
        Assert.Equal([0, 1, 2, -3], result);
    }

    [Fact]
    public void Normalize_OtherChannels_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Normalize(0.5f, 0.5f).OutputShape([3, 32, 32]));
        Assert.Contains("1 channels", error.Message);
        Assert.Contains("3×32×32", error.Message);
    }

    [Fact]
    public void Normalize_ImpossibleNumbers_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Normalize([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => new Normalize([], []));
        Assert.Throws<ArgumentException>(() => new Normalize(0, 0));
        Assert.Throws<ArgumentException>(() => new Normalize(0, float.NaN));
        Assert.Throws<ArgumentException>(() => new Normalize(float.PositiveInfinity, 1));
    }

    [Fact]
    public void Flip_Always_MirrorsEveryRowOfEveryChannel() =>
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10], Apply(new RandomHorizontalFlip(1), Numbers(12), [2, 2, 3]));

    [Fact]
    public void Flip_Never_LeavesThePicture() => Assert.Equal(Numbers(12), Apply(new RandomHorizontalFlip(0), Numbers(12), [2, 2, 3]));

    [Fact]
    public void Flip_Probability_IsKept()
    {
        RandomGenerator random = new(5);
        RandomHorizontalFlip flip = new(0.3f);
        float[] result = new float[2];
        int flipped = 0;
        for (int i = 0; i < 10_000; i++)
        {
            flip.Apply([1, 2], [1, 1, 2], result, random);
            flipped += result[0] == 2 ? 1 : 0;
        }

        Assert.InRange(flipped, 2_800, 3_200); // four standard deviations are 183
    }

    [Fact]
    public void Crop_WithPadding_IsEveryShiftOfThePictureAndNothingElse()
    {
        // A 2×3 picture in two channels, a 2×2 window, a border of 1: 3 × 4 places.
        float[] picture = Numbers(12);
        HashSet<string> expected = [];
        for (int top = -1; top <= 1; top++)
        {
            for (int left = -1; left <= 2; left++)
                expected.Add(string.Join(' ', Window(picture, top, left)));
        }

        RandomGenerator random = new(6);
        RandomCrop crop = new(2, padding: 1);
        Assert.Equal([2, 2, 2], crop.OutputShape([2, 2, 3]));
        Dictionary<string, int> seen = [];
        float[] result = new float[8];
        for (int i = 0; i < 6_000; i++)
        {
            crop.Apply(picture, [2, 2, 3], result, random);
            string text = string.Join(' ', result);
            seen[text] = seen.GetValueOrDefault(text) + 1;
        }

        Assert.Equal(expected.Order(), seen.Keys.Order());
        Assert.All(seen.Values, times => Assert.InRange(times, 400, 600)); // 500 each; four standard deviations are 86
    }

    [Fact]
    public void Crop_BorderWiderThanThePicture_CanBeAllZero()
    {
        RandomGenerator random = new(7);
        RandomCrop crop = new(1, padding: 3);
        float[] result = new float[1];
        int zeros = 0;
        for (int i = 0; i < 490; i++)
        {
            crop.Apply([1], [1, 1, 1], result, random);
            zeros += result[0] == 0 ? 1 : 0;
        }

        Assert.InRange(zeros, 465, 489); // 48 of 49 places
    }

    [Fact]
    public void Crop_PictureTooSmall_IsRefused()
    {
        Assert.Contains("at least 33×33", Assert.Throws<ArgumentException>(() => new RandomCrop(33).OutputShape([3, 32, 40])).Message);
        Assert.Contains("channels × height × width", Assert.Throws<ArgumentException>(() => new RandomCrop(3).OutputShape([9])).Message);
    }

    [Fact]
    public void Compose_Members_ApplyInOrderAndShapesFollow()
    {
        Compose compose = new(new RandomCrop(2), new RandomHorizontalFlip(1), new Normalize(1, 2));
        Assert.Equal([1, 2, 2], compose.OutputShape([1, 2, 2]));
        Assert.Equal([0.5f, 0, 1.5f, 1], Apply(compose, [1, 2, 3, 4], [1, 2, 2]));
        Assert.Equal([1, 2], Apply(new Compose(), [1, 2], [2]));
        Assert.Throws<ArgumentException>(() => new Compose(new RandomCrop(2), new Normalize([1, 2], [1, 2])).OutputShape([1, 4, 4]));
    }

    private static float[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => (float)i)];

    private static float[] Apply(Transform transform, float[] sample, int[] shape)
    {
        float[] result = new float[transform.OutputShape(shape).Aggregate(1, (a, b) => a * b)];
        transform.Apply(sample, shape, result, new RandomGenerator(1));
        return result;
    }

    private static IEnumerable<float> Window(float[] picture, int top, int left)
    {
        for (int c = 0; c < 2; c++)
        {
            for (int row = top; row < top + 2; row++)
            {
                for (int column = left; column < left + 2; column++)
                    yield return row is >= 0 and < 2 && column is >= 0 and < 3 ? picture[(c * 2 + row) * 3 + column] : 0;
            }
        }
    }
}
