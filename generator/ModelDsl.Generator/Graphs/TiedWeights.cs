using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Graphs;

/// <summary>The weights that several blocks have: made for the one that is called first, and found again by the others, under names of their own.</summary>
internal sealed class TiedWeights(ModelSpec spec, List<Problem> problems)
{
    private const string Kind = "weight";

    private readonly HashSet<string> _targets = [.. spec.Operations.Items.Select(operation => operation.Tie?.Owner).OfType<string>()];
    private readonly Dictionary<string, (Value Weight, OperationSpec Operation)> _weights = [];

    /// <summary>The weight that a layer shares with another block that was called before; null for a parameter to make.</summary>
    /// <param name="operation">The layer.</param>
    /// <param name="wanted">The parameter that it would have by itself.</param>
    /// <param name="isFaulty">Set where the two do not fit, which is reported.</param>
    public Value? Find(OperationSpec operation, ParameterSpec wanted, ref bool isFaulty)
    {
        if (wanted.Kind != Kind || wanted.IsBuffer || KeyOf(operation) is not { } key || !_weights.TryGetValue(key, out (Value Weight, OperationSpec Operation) first)) return null;
        ParameterSpec weight = first.Weight.Parameter!;
        TieSpec tie = operation.Tie ?? first.Operation.Tie!;
        Site site = new(SiteKind.Layer, tie.Place);
        (Shape tied, Shape target) = operation.Tie is not null ? (wanted.Shape, weight.Shape) : (weight.Shape, wanted.Shape);
        LayerSpec layer = (operation.Tie is not null ? operation : first.Operation).Layer;
        if (tied != target)
            problems.Add(new Problem(Descriptors.TieMismatch, site, new[] { layer.Text, tie.Block, tied.ToString(), target.ToString(), AdviceFor(tied, target) }));
        else if (wanted.IsFrozen != weight.IsFrozen)
            problems.Add(new Problem(Descriptors.BadTie, site, new[] { layer.Text, tie.Block, "but one of the two is frozen", "Write [Freeze] on both, or on neither." }));
        else if (operation.Layer.Inits.Items.FirstOrDefault(init => init.Of == Kind) is { } init)
            problems.Add(new Problem(Descriptors.BadInit, Site.Of(init.Written), new[] { init.Written.Text, $"starts a weight that '{first.Operation.Layer.Text}' starts, which is tied to it and called first", "Write it there." }));
        else
        {
            first.Weight.Parameter = weight with { Aliases = [.. weight.Aliases, new ParameterAlias(wanted.Name, wanted.Member)] };
            return first.Weight;
        }
        isFaulty = true;
        return null;
    }

    /// <summary>Remembers the weight of a layer that others may share.</summary>
    public void Add(OperationSpec operation, IEnumerable<Value> parameters)
    {
        if (KeyOf(operation) is not { } key) return;
        if (parameters.FirstOrDefault(value => value.Parameter!.Kind == Kind && !value.Parameter.IsBuffer) is { } weight)
        {
            if (!_weights.ContainsKey(key)) _weights[key] = (weight, operation);
            return;
        }
        TieSpec tie = operation.Tie ?? spec.Operations.Items.Select(other => other.Tie).First(other => other?.Owner == key)!;
        string layer = operation.Layer.Text;
        problems.Add(new Problem(Descriptors.BadTie, new Site(SiteKind.Layer, tie.Place), operation.Tie is null
            ? new[] { spec.Operations.Items.First(other => other.Tie?.Owner == key).Layer.Text, tie.Block, $"whose '{layer}' has no weight", "Write the name of a block whose layer has one." }
            : new[] { layer, tie.Block, "but has no weight", "Remove the tie." }));
    }

    /// <summary>What the layers that share a weight have in common: the name of the block that the others are tied to.</summary>
    private string? KeyOf(OperationSpec operation) => operation.Tie?.Owner ?? (operation.Owner is { } owner && _targets.Contains(owner) ? owner : null);

    private static string AdviceFor(Shape tied, Shape target)
        => tied.Rank == 2 && target.Rank == 2 && tied[0] == target[1] && tied[1] == target[0]
            ? "One is the other transposed: write MatMul(x, Parameters.….Weight) instead of the block."
            : "Tied weights have one shape: give both layers the same sizes.";
}
