using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>A value as a loop nest walks through it.</summary>
/// <param name="Value">The value, whose span has its name.</param>
/// <param name="Strides">One step for each dimension of the nest's shape.</param>
internal sealed record Operand(Value Value, Strides Strides)
{
    public bool IsPerSample => Strides.Sample != 0;

    /// <summary>A value in its own shape.</summary>
    public static Operand Of(Value value) => new(value, Strides.Of(value));

    /// <summary>A value seen as a larger shape, by the rules of broadcasting.</summary>
    public static Operand Of(Value value, Shape broadcast) => new(value, Strides.Of(value, broadcast));

    /// <summary>The position of an element: the sample (<c>n</c>, or nothing), the loops' variables with their steps, where the value begins.</summary>
    /// <param name="sample">The variable of the samples; null for none.</param>
    /// <param name="variables">Each loop's variable and this operand's step.</param>
    public string Position(string? sample, IEnumerable<(string Variable, int Step)> variables)
        => CodeWriter.Sum([
            sample is null || !IsPerSample ? "0" : $"{sample} * {StepEmitter.Size(Value)}",
            .. variables.Select(loop => loop.Step switch { 0 => "0", 1 => loop.Variable, _ => $"{loop.Variable} * {loop.Step}" }),
            $"{Strides.First}"]);

    /// <summary>The expression of all floats from a position on.</summary>
    public string From(string position) => position == "0" ? Value.Name : position.Contains(' ') ? $"{Value.Name}[({position})..]" : $"{Value.Name}[{position}..]";

    /// <summary>The expression of so many floats from a position on.</summary>
    public string Run(string position, string length)
        => position == "0" ? $"{Value.Name}[..{(length.Contains(' ') ? $"({length})" : length)}]" : $"{Value.Name}.Slice({position}, {length})";
}
