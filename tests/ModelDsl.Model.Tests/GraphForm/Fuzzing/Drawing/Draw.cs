namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Random choices.</summary>
internal sealed class Draw(int seed)
{
    private static readonly int[] Widths = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33];

    private readonly Random _random = new(seed);

    public bool Flip(double probability) => _random.NextDouble() < probability;

    /// <summary>A number from the first to the last.</summary>
    public int Int(int first, int last) => _random.Next(first, last + 1);

    public T Pick<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>A size beside those of vectors.</summary>
    public int Width(int most) => Pick(Widths.Where(width => width <= most).ToArray());

    public int Divisor(int number) => Pick(Enumerable.Range(1, number).Where(candidate => number % candidate == 0).ToArray());

    /// <summary>A dimension, now and then counted from the end.</summary>
    public int Dim(int rank) => Dim(Int(0, rank - 1), rank);

    public int Dim(int place, int rank) => Flip(0.3) ? place - rank : place;

    public int[] Shuffle(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        _random.Shuffle(order);
        return order;
    }

    public int[] InputShape() => Int(0, 19) switch
    {
        < 8 => [Width(8), Int(1, 7), Int(1, 7)],
        < 14 => [Width(33)],
        < 18 => [Int(1, 7), Width(17)],
        _ => [],
    };
}
