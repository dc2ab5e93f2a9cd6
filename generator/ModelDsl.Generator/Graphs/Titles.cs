using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Graphs;

/// <summary>What values of a body are called in messages: the local that holds one, else the block that computes it.</summary>
internal sealed class Titles
{
    private readonly Dictionary<int, string> _locals = [];

    public Titles(ModelSpec spec)
    {
        // A local that gets several values, one after another, is a name for none of them.
        IEnumerable<IGrouping<string, LocalSpec>> locals = (spec.Body?.Locals.Items ?? []).GroupBy(local => local.Name);
        foreach (IGrouping<string, LocalSpec> local in locals.Where(local => local.Select(one => one.Value).Distinct().Count() == 1 && spec.Inputs.Items.All(input => input.Name != local.Key)))
        {
            int operation = local.First().Value.Index;
            if (!_locals.ContainsKey(operation)) _locals.Add(operation, local.Key);
        }
    }

    /// <summary>The name of what an operation computes, or null.</summary>
    public string? Of(OperationSpec operation, int index) => _locals.TryGetValue(index, out string? local) ? local : operation.Result;
}
