namespace ModelDsl.Training;

/// <summary>Class indices out of a file must be below the number of classes: a loss would read outside its scores otherwise.</summary>
internal static class LabelCheck
{
    public static void Check(string path, ReadOnlySpan<byte> labels, int classes, string advice)
    {
        int wrong = classes > byte.MaxValue ? -1 : labels.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (wrong >= 0)
            throw new DatasetException(path, $"labels from 0 to {classes - 1}", $"{labels[wrong]} as label {wrong + 1} of {labels.Length}", advice);
    }
}
