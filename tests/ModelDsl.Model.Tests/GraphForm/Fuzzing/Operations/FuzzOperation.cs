using System.Collections.Immutable;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>One step of a body: what it computes from which values.</summary>
/// <param name="Inputs">The numbers of the values.</param>
internal abstract record FuzzOperation(ImmutableArray<int> Inputs)
{
    public virtual int Weight => 5 + Inputs.Length;

    /// <summary>The block that it calls, or −1.</summary>
    public virtual int Block => -1;

    /// <summary>The kinds of operators that the compiler must know for it.</summary>
    public abstract IEnumerable<string> Kinds { get; }

    /// <summary>Whether it computes: what copies alone keeps ties as they are.</summary>
    public virtual bool Rounds => true;

    /// <summary>Whether its gradient is what finite differences say.</summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>The shape of the result; null where the inputs do not fit.</summary>
    public abstract int[]? Infer(FuzzScope scope, int[][] x);

    /// <summary>An expression.</summary>
    public abstract string Print(string[] x);

    /// <summary>The statements that declare the result; with them a value is not an expression.</summary>
    public virtual string[]? PrintStatements(string name, string[] x) => null;

    /// <summary>Roughly how large the values become, so that they stay tame.</summary>
    public virtual double Bound(double[] x, int[][] shapes) => x.Max();

    /// <summary>The same with less to it.</summary>
    public virtual IEnumerable<FuzzOperation> Simpler() => [];

    protected static string Literal(float value) => FormattableString.Invariant($"{value}f");
}
