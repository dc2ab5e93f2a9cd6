using System.Collections.Immutable;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A partial method with layers, or one that is another model.</summary>
/// <param name="Layers">The layers; empty for a model.</param>
/// <param name="Model">The number of the model, or −1.</param>
/// <param name="Repeat">How often it is repeated, or 0 where that is not written.</param>
/// <param name="IsFrozen">Whether it does not learn.</param>
internal sealed record FuzzBlock(ImmutableArray<FuzzLayer> Layers, int Model = -1, int Repeat = 0, bool IsFrozen = false)
{
    public int Weight => 4 + Layers.Sum(layer => layer.Weight) + 2 * Repeat + (IsFrozen ? 1 : 0);

    /// <summary>The shape behind it, and the shapes of its parameters as one text; null where it does not fit.</summary>
    public (int[] Shape, string Parameters)? Infer(FuzzCase whole, int[][] inputs)
    {
        int[] shape = inputs[0];
        string parameters = "";
        for (int i = 0; i < Math.Max(Repeat, 1); i++)
        {
            if (Model >= 0)
            {
                FuzzProgram model = whole.Models[Model];
                if (inputs.Length != model.Inputs.Length || !shape.SequenceEqual(model.Inputs[0]) || !inputs.Skip(1).Zip(model.Inputs.Skip(1)).All(pair => pair.First.SequenceEqual(pair.Second))) return null;
                if (model.Infer(whole, model.Inputs) is not { } values) return null;
                shape = values[model.Outputs[0]];
                continue;
            }
            if (inputs.Length != 1) return null;
            foreach (FuzzLayer layer in Layers)
            {
                parameters += layer.ParametersFor(shape) + ";";
                if (layer.Infer(shape) is not { } next || Dims.Count(next) > FuzzProgram.LargestValue) return null;
                shape = next;
            }
        }
        return (shape, parameters);
    }

    /// <summary>The declaration of the method.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">How many tensors it takes.</param>
    public string Print(string name, int inputs)
    {
        List<string> attributes = [];
        if (IsFrozen) attributes.Add("Freeze");
        if (Repeat > 0) attributes.Add($"Repeat({Repeat})");
        if (Model >= 0) attributes.Add($"Use<{FuzzPrinter.ModelName(Model)}>");
        attributes.AddRange(Layers.Select(layer => layer.Text));
        return $"[{string.Join(", ", attributes)}] private partial Tensor {name}({string.Join(", ", Enumerable.Range(0, inputs).Select(i => $"Tensor x{i}"))});";
    }

    /// <summary>The paths of its parameters that an objective may read.</summary>
    public IEnumerable<string> ParameterPaths(string name)
    {
        Dictionary<string, int> ordinals = [];
        foreach (FuzzLayer layer in Layers)
        {
            if (layer.Member.Length == 0) continue;
            int ordinal = ordinals[layer.Member] = ordinals.GetValueOrDefault(layer.Member) + 1;
            string member = Layers.Length == 1 ? "" : $".{layer.Member}{ordinal}", repetition = Repeat > 0 ? ".Block0" : "";
            foreach (string parameter in layer.Parameters) yield return $"Parameters.{name}{repetition}{member}.{parameter}";
        }
    }
}
