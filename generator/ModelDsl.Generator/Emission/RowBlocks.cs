namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes loops over a number of rows that is known at run time alone: as many blocks of 32 as fit, then of 8, then of 2, then one; fewer kinds where the number is
/// known to be a multiple.
/// </summary>
internal static class RowBlocks
{
    private static readonly int[] Sizes = [32, 8, 2, 1];

    /// <summary>Of multiples of 4.</summary>
    private static readonly int[] SizesOfFours = [32, 8, 4];

    /// <param name="step">The step.</param>
    /// <param name="rows">The number of rows, an expression.</param>
    /// <param name="call">Gives the statement for a block of so many rows from row <c>row</c> on.</param>
    /// <param name="leavesLast">Whether the last of an odd number is left to <see cref="EmitLast"/>.</param>
    public static void Emit(StepEmitter step, string rows, Func<int, string, string> call, bool leavesLast = false)
    {
        step.Code.Line($"int row = 0, rows = {rows};");
        EmitLoops(step.Code, call, leavesLast: leavesLast);
    }

    /// <summary>Writes a loop over the row that is left of an odd number.</summary>
    public static void EmitLast(StepEmitter step, string rows, Func<int, string, string> call)
        => step.Code.Line($"for (int row = {rows} & ~1; row < {rows}; row++) {call(1, "row")}");

    /// <summary>Writes the loops alone: from the local <c>row</c> up to the local <c>rows</c>.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="call">Gives the statement for a block of so many rows from row <c>row</c> on.</param>
    /// <param name="multiple">What the number of rows is a multiple of.</param>
    /// <param name="leavesLast">Whether the last of an odd number is left to <see cref="EmitLast"/>.</param>
    public static void EmitLoops(CodeWriter code, Func<int, string, string> call, int multiple = 1, bool leavesLast = false)
    {
        foreach (int size in multiple % 4 == 0 ? SizesOfFours : Sizes)
        {
            if (size == 1 && leavesLast) return;
            string advance = size == 1 ? "row++" : $"row += {size}";
            code.Line($"for (; row <= rows - {size}; {advance}) {call(size, "row")}");
            if (multiple % size == 0) break; // nothing is left
        }
    }
}
