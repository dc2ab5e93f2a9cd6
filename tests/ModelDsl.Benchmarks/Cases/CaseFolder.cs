using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using ModelDsl.Benchmarks.Worker;

namespace ModelDsl.Benchmarks.Cases;

/// <summary>Writes what both sides read, into a folder that is removed afterwards.</summary>
internal sealed class CaseFolder : IDisposable
{
    public CaseFolder(BenchmarkCase @case)
    {
        Path = Directory.CreateTempSubdirectory("modeldsl-benchmark-").FullName;
        ITrainable<int> model = @case.CreateModel();
        Random random = new(3);
        float[] inputs = [.. Enumerable.Range(0, @case.Batch * model.InputSize).Select(_ => random.NextSingle() * 2 - 1)];
        int[] targets = [.. Enumerable.Range(0, @case.Batch).Select(_ => random.Next(model.OutputSize))];
        float[] weights = [.. model.Parameters.Where(parameter => !parameter.IsBuffer).SelectMany(parameter => parameter.Values.ToArray())];
        File.WriteAllText(In(CaseFiles.Network), Network(@case));
        File.WriteAllBytes(In(CaseFiles.Weights), MemoryMarshal.AsBytes<float>(weights));
        File.WriteAllBytes(In(CaseFiles.Inputs), MemoryMarshal.AsBytes<float>(inputs));
        File.WriteAllBytes(In(CaseFiles.Targets), MemoryMarshal.AsBytes<int>(targets));
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>The case in words. Layers are the attributes of the class; the compiler of C# keeps them in the order in which they were written.</summary>
    private static string Network(BenchmarkCase @case)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"model {@case.Model.FullName}");
        text.AppendLine(CultureInfo.InvariantCulture, $"batch {@case.Batch}");
        text.AppendLine(CultureInfo.InvariantCulture, $"mode {(@case.Trains ? "train" : "predict")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"optimizer {@case.Optimizer}");
        text.AppendLine(CultureInfo.InvariantCulture, $"rate {@case.LearningRate}");
        text.AppendLine(CultureInfo.InvariantCulture, $"input {string.Join(' ', @case.Layers.GetCustomAttribute<InputAttribute>()!.Shape)}");
        foreach (LayerAttribute layer in @case.Layers.GetCustomAttributes<LayerAttribute>())
        {
            text.Append(CultureInfo.InvariantCulture, $"layer {layer.GetType().Name[..^"Attribute".Length]}");
            foreach (PropertyInfo property in layer.GetType().GetProperties().Where(property => property.PropertyType.IsPrimitive || property.PropertyType == typeof(string)))
                text.Append(CultureInfo.InvariantCulture, $" {property.Name}={property.GetValue(layer)}");
            text.AppendLine();
        }
        return text.ToString();
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
