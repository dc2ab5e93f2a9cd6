using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Emission;

/// <summary>Equal panels of columns: first those of 32, then, where fewer are left, one of 32 or 16.</summary>
/// <param name="First">The first column.</param>
/// <param name="Count">The number of panels.</param>
/// <param name="Width">Columns of a panel in memory: 32 or 16.</param>
/// <param name="Pads">Columns at its end that need not be computed, 0 or 8.</param>
/// <param name="IsLast">Whether no other panels follow.</param>
internal sealed record Panels(int First, int Count, int Width, int Pads, bool IsLast)
{
    public const int Full = 32;

    /// <summary>Columns that tiles can leave out, and those that interleaved ones take the place of: half a vector of 512 bits, one of 256.</summary>
    public const int Half = Layout.Lanes / 2;

    /// <summary>Columns of a tail, of which a half vector has more empty lanes than others.</summary>
    private const int MostOfTail = 4;

    /// <param name="columns">The columns that mean something. Memory has as many as make whole vectors of 16.</param>
    public static IEnumerable<Panels> Of(int columns)
    {
        int rounded = Layout.RoundUp(columns), pads = PadsOf(columns);
        int full = (pads > 0 ? rounded - Layout.Lanes : rounded) / Full, rest = rounded - full * Full;
        if (full > 0) yield return new Panels(0, full, Full, Pads: 0, IsLast: rest == 0);
        if (rest > 0) yield return new Panels(full * Full, 1, rest, pads, IsLast: true);
    }

    /// <summary>The same columns as pairs of panels, if they can be: one row alone meets two panels at a time.</summary>
    public Panels? Pairs => Width == Full && Pads == 0 && Count % 2 == 0 ? this with { Count = Count / 2, Width = 2 * Full } : null;

    /// <summary>The pads behind so many columns that tiles leave out.</summary>
    /// <param name="columns">The columns that mean something.</param>
    public static int PadsOf(int columns) => Layout.RoundUp(columns) - columns >= Half ? Half : 0;

    /// <summary>Columns behind whole vectors of 16 where these are so few that they are computed in another way; else 0.</summary>
    /// <param name="columns">The columns that mean something.</param>
    public static int TailOf(int columns) => columns % Layout.Lanes <= MostOfTail ? columns % Layout.Lanes : 0;

    /// <summary>
    /// How many values of k lie side by side in b for each of the last columns: 8, 4 or 2 for 1, 2 or up to 4 columns behind whole vectors of 16, so that a vector of 256 bits has no empty lane. Group g
    /// of so many values takes 8 floats, [column][value], in row k = g · interleave; those of an incomplete last group are its last values, with zeros before. 1 where each row has a value of
    /// each column.
    /// </summary>
    /// <param name="columns">The columns that mean something.</param>
    /// <param name="run">Values of k that lie side by side in a.</param>
    public static int InterleaveOf(int columns, int run) => run < Half ? 1 : TailOf(columns) switch { 0 => 1, 1 => Half, 2 => Half / 2, _ => Half / 4 };

    /// <summary>The argument for what packs b, behind others; nothing where each row has a value of each column.</summary>
    /// <param name="columns">The columns that mean something.</param>
    /// <param name="run">Values of k that lie side by side in a.</param>
    /// <param name="more">What else it has to know then.</param>
    public static string InterleaveArgument(int columns, int run, string more = "") => InterleaveOf(columns, run) is int interleave and > 1 ? $"{more}, interleave: {interleave}" : "";

    /// <summary><see cref="InterleaveOf"/> for this panel: 1 for those that are not the last.</summary>
    /// <param name="columns">The columns of all panels.</param>
    /// <param name="run">Values of k that lie side by side in a.</param>
    public int Interleave(int columns, int run) => IsLast && Count == 1 ? InterleaveOf(columns, run) : 1;

    /// <summary>How many panels there are in all.</summary>
    /// <param name="columns">The columns.</param>
    public static int CountOf(int columns) => (columns + Full - 1) / Full;

    /// <summary>
    /// Opens the loop over the panels, if there are several; of those that a worker shares with others, over its own: from <c>firstPanel</c> up to <c>endPanel</c>, which
    /// <see cref="StepEmitter.SharePanels"/> declares.
    /// </summary>
    /// <param name="code">Where to.</param>
    /// <param name="what">What the columns are, for the comment.</param>
    /// <param name="isShared">Whether workers share the panels.</param>
    public CodeWriter.Scope Open(CodeWriter code, string what, bool isShared = false)
    {
        string one = $" // {what} {First} … {First + Width - 1}", each = $" // of {Width} {what} each";
        int number = First / Full;
        return (isShared, Count) switch
        {
            (false, 1) => code.Block(one.TrimStart()),
            (false, _) => code.Block($"for (int panel = 0; panel < {Count}; panel++){each}"),
            (true, 1) => code.Block($"if (firstPanel <= {number} && endPanel > {number}){one}"),
            (true, _) => code.Block($"for (int panel = firstPanel; panel < {(IsLast ? "endPanel" : $"Math.Min(endPanel, {Count})")}; panel++){each}"),
        };
    }

    /// <summary>The first column of a panel, times a factor: the position of a panel whose rows have so many columns.</summary>
    public string Column(int factor = 1) => Count == 1 ? $"{First * factor}" : $"panel * {Width * factor}";

    /// <summary>Where a panel starts if those of 32 columns take so many floats each.</summary>
    public string Start(int floatsOfFull) => Count == 1 ? $"{First / Full * floatsOfFull}" : $"panel * {floatsOfFull}";
}
