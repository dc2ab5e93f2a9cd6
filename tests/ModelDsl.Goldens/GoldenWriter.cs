using System.Globalization;
using System.Text;
using ModelDsl.Model.Tests.PyTorch;

namespace ModelDsl.Goldens;

/// <summary>Writes cases as JSON with one line for each array, and nine digits for each number.</summary>
internal static class GoldenWriter
{
    public static void Write(string path, IEnumerable<GoldenCase> cases) => File.WriteAllText(path, $"[\n{string.Join(",\n", cases.Select(Case))}\n]\n");

    private static string Case(GoldenCase golden)
    {
        StringBuilder text = new();
        text.Append($"  {{\n    \"declaration\": \"{golden.Declaration.Replace("\"", "\\\"")}\",\n    \"batch\": {golden.Batch},\n");
        if (golden.Optimizer is not null) text.Append($"    \"optimizer\": \"{golden.Optimizer}\",\n");
        Append(text, "    ", "inputs", golden.Inputs);
        Append(text, "    ", "targets", golden.Targets);
        Append(text, "    ", "predictions", golden.Predictions);
        Append(text, "    ", "outputs", golden.Outputs);
        Append(text, "    ", "losses", golden.Losses);
        Append(text, "    ", "inputGradient", golden.InputGradient);
        text.Append($"    \"parameters\": [\n{string.Join(",\n", golden.Parameters.Select(Parameter))}\n    ]\n  }}");
        return text.ToString();
    }

    private static string Parameter(GoldenParameter parameter)
    {
        StringBuilder text = new();
        text.Append($"      {{\n        \"name\": \"{parameter.Name}\",\n");
        Append(text, "        ", "values", parameter.Values);
        Append(text, "        ", "gradient", parameter.Gradient);
        Append(text, "        ", "after", parameter.After);
        return text.Remove(text.Length - 2, 1).Append("      }").ToString();
    }

    private static void Append(StringBuilder text, string indent, string name, double[] values)
    {
        if (values.Length > 0) text.Append($"{indent}\"{name}\": [{string.Join(", ", values.Select(v => v.ToString("G9", CultureInfo.InvariantCulture)))}],\n");
    }
}
