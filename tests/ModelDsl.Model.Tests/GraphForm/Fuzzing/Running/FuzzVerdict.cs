using System.Text.RegularExpressions;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>What came of a case.</summary>
/// <param name="Failure">The kind of the failure, or null. A case that shrinks keeps it.</param>
/// <param name="Message">What was seen.</param>
internal sealed partial record FuzzVerdict(string? Failure, string Message)
{
    private const int Telling = 120;

    public static readonly FuzzVerdict Same = new(null, "same"), Undecided = new(null, "a jump or kink is too near"), Wild = new(null, "the numbers are too large");

    /// <summary>A failure whose kind is what its message begins with, whatever numbers and names are in it.</summary>
    public static FuzzVerdict Of(string kind, string message)
    {
        string first = NumbersAndNames().Replace(message.Split('\n')[0], "…");
        return new($"{kind}: {first[..Math.Min(first.Length, Telling)]}", message);
    }

    [GeneratedRegex(@"'[^']*'|\d+")]
    private static partial Regex NumbersAndNames();
}
