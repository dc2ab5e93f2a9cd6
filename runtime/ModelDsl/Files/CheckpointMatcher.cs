using System.Text;

namespace ModelDsl;

/// <summary>Finds the tensor of a file for each parameter and buffer of a model, or says all that does not fit.</summary>
internal static class CheckpointMatcher
{
    /// <summary>How many faults are listed before the rest is only counted.</summary>
    private const int Listed = 50;

    /// <summary>The tensors in the order of the parameters.</summary>
    /// <exception cref="InvalidDataException">Not every parameter has its tensor, or a tensor has no parameter.</exception>
    public static SafetensorsTensor[] Match(string path, SafetensorsFile file, IModel model)
    {
        ParameterCollection parameters = model.Parameters;

        // A file that knows none of the names, but some of the sequential ones, was written by an nn.Sequential.
        bool sequential = !parameters.Any(parameter => file.TryGet(parameter.Name, out _))
            && parameters.Any(parameter => file.TryGet(parameter.SequentialName, out _));
        var matched = new SafetensorsTensor[parameters.Count];
        var expected = new HashSet<string>(StringComparer.Ordinal);
        var faults = new List<string>();
        for (int i = 0; i < matched.Length; i++)
        {
            Parameter parameter = parameters[i];
            string name = sequential ? parameter.SequentialName : parameter.Name;
            expected.Add(name);
            expected.UnionWith(parameter.Aliases);
            // PyTorch may have kept a weight that is tied under any of its names.
            SafetensorsTensor? tensor = null;
            if (!file.TryGet(name, out tensor) && !parameter.Aliases.Any(alias => file.TryGet(alias, out tensor))) faults.Add($"missing: {name} {Parameter.ShapeText(parameter.Shape.AsSpan())}");
            else if (Fault(parameter, tensor!) is string fault) faults.Add($"{name}: {fault}");
            else if (parameter.Aliases.FirstOrDefault(alias => file.TryGet(alias, out SafetensorsTensor? other) && !AreEqual(file, tensor!, other, parameter.Size)) is { } differing)
                faults.Add($"{name}: is tied to {differing} in the model, but differs in the file");
            else matched[i] = tensor!;
        }
        faults.AddRange(file.Tensors.Where(tensor => !expected.Contains(tensor.Name)).Select(tensor => $"unexpected: {tensor}"));
        return faults.Count == 0 ? matched : throw new InvalidDataException(Describe(path, model, faults));
    }

    private static bool AreEqual(SafetensorsFile file, SafetensorsTensor first, SafetensorsTensor second, int size)
    {
        if (!first.Shape.SequenceEqual(second.Shape)) return false;
        float[] a = new float[size], b = new float[size];
        file.ReadFloats(first, a);
        file.ReadFloats(second, b);
        return a.AsSpan().SequenceEqual(b);
    }

    private static string? Fault(Parameter parameter, SafetensorsTensor tensor)
    {
        if (!parameter.Shape.Select(size => (long)size).SequenceEqual(tensor.Shape))
        {
            return $"expected {Parameter.ShapeText(parameter.Shape.AsSpan())}, the file has {Parameter.ShapeText(tensor.Shape.AsSpan())}";
        }

        // Whole numbers are counters. As weights they would be quantized, and mean something else than they say.
        return parameter.IsBuffer && SafetensorsTypes.IsNumber(tensor.Type) || SafetensorsTypes.IsFloat(tensor.Type)
            ? null
            : $"expected F32, F64, F16 or BF16, the file has {tensor.Type}";
    }

    private static string Describe(string path, IModel model, List<string> faults)
    {
        var text = new StringBuilder();
        text.Append($"'{path}' does not fit {model.GetType().Name}, which stays as it was:");
        foreach (string fault in faults.Take(Listed)) text.Append("\n  ").Append(fault);
        if (faults.Count > Listed) text.Append($"\n  … and {faults.Count - Listed} more");
        return text.ToString();
    }
}
