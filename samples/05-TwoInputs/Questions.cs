using ModelDsl;
using ModelDsl.Training;

namespace Samples.TwoInputs;

/// <summary>A batch of pictures with a number for each: what is asked, and what would be right.</summary>
internal sealed class Questions
{
    private Questions(float[] numbers, int[] digits, float[] sums) => (Numbers, Digits, Sums) = (numbers, digits, sums);

    /// <summary>Ten values for each picture, all 0 but a 1 at the number.</summary>
    public float[] Numbers { get; }

    /// <summary>The last digit of each sum.</summary>
    public int[] Digits { get; }

    public float[] Sums { get; }

    /// <summary>Draws a number for each picture.</summary>
    public static Questions Draw(Batch<int> batch, RandomGenerator random)
    {
        Questions questions = new(new float[10 * batch.Count], new int[batch.Count], new float[batch.Count]);
        for (int i = 0; i < batch.Count; i++)
        {
            int number = (int)(random.NextUInt64() % 10), sum = batch.Targets[i] + number;
            questions.Numbers[10 * i + number] = 1;
            questions.Digits[i] = sum % 10;
            questions.Sums[i] = sum;
        }
        return questions;
    }
}
