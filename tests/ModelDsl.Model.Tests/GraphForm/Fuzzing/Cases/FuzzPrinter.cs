using System.Text;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Prints a case as C#: the class <c>Net</c> and the models that it uses.</summary>
internal static class FuzzPrinter
{
    public static string ModelName(int model) => $"M{model}";

    /// <summary>All classes.</summary>
    /// <param name="fuzz">The case.</param>
    /// <param name="isDisturbed">Whether <c>Net</c> has a method that computes the same with noise on every result: see <see cref="Noise"/>.</param>
    public static string Print(FuzzCase fuzz, bool isDisturbed = false)
    {
        StringBuilder text = new();
        List<int[]> shapes = fuzz.Main.Infer(fuzz, fuzz.Main.Inputs)!;
        text.AppendLine("[Model]").AppendLine("public partial class Net").AppendLine("{");
        AppendBlocks(text, fuzz.Main);
        for (int i = 0; i < fuzz.Helpers.Length; i++)
        {
            string[] names = InputNames(fuzz.Helpers[i]);
            AppendMethod(text, $"private static Tensor H{i}({string.Join(", ", names.Select(name => $"Tensor {name}"))})", fuzz.Helpers[i], fuzz.Seed + i + 1, "", "return {0};");
        }
        AppendForward(text, fuzz.Main, fuzz.Seed, fuzz.RequiresGrad);
        AppendObjective(text, fuzz, shapes);
        if (isDisturbed)
        {
            string inputs = string.Concat(InputNames(fuzz.Main).Select((name, i) => $"Tensor {name} = inputs[{i}]; "));
            AppendMethod(text, "public Tensor[] Disturbed(System.Func<Tensor, Tensor> noise, Tensor[] inputs)", fuzz.Main, fuzz.Seed, inputs, "return [{0}];", "noise");
        }
        text.AppendLine("}");
        if (fuzz.Helpers.Concat(fuzz.Models).Append(fuzz.Main).SelectMany(program => program.Operations).Any(operation => operation is ApplyOperation)) text.AppendLine(ApplyOperation.Classes);
        for (int i = 0; i < fuzz.Models.Length; i++)
        {
            text.AppendLine("[Model]").AppendLine($"public partial class {ModelName(i)}").AppendLine("{");
            AppendBlocks(text, fuzz.Models[i]);
            AppendForward(text, fuzz.Models[i], fuzz.Seed + 7 * (i + 1), _ => false);
            text.AppendLine("}");
        }
        return text.ToString();
    }

    private static string[] InputNames(FuzzProgram program) => [.. program.Inputs.Select((_, i) => $"x{i}")];

    private static void AppendBlocks(StringBuilder text, FuzzProgram program)
    {
        for (int i = 0; i < program.Blocks.Length; i++)
        {
            int inputs = program.Operations.FirstOrDefault(operation => operation.Block == i)?.Inputs.Length ?? 1;
            text.AppendLine($"    {program.Blocks[i].Print($"B{i}", inputs)}");
        }
    }

    private static void AppendForward(StringBuilder text, FuzzProgram program, int style, Func<int, bool> requiresGrad)
    {
        string inputs = string.Join(", ", program.Inputs.Select((shape, i) => $"[Shape({Dims.Text(shape)}{(!requiresGrad(i) ? "" : shape.Length == 0 ? "RequiresGrad = true" : ", RequiresGrad = true")})] Tensor x{i}"));
        int outputs = program.Outputs.Length;
        string result = outputs == 1 ? "Tensor" : $"({string.Join(", ", Enumerable.Repeat("Tensor", outputs))})";
        AppendMethod(text, $"[Forward] private {result} Run({inputs})", program, style, "", outputs == 1 ? "return {0};" : "return ({0});");
    }

    private static void AppendMethod(StringBuilder text, string header, FuzzProgram program, int style, string before, string result, string noise = "")
    {
        text.AppendLine($"    {header}").AppendLine("    {");
        if (before.Length > 0) text.AppendLine($"        {before.TrimEnd()}");
        List<string> names = [.. InputNames(program)];
        for (int i = 0; i < program.Operations.Length; i++)
        {
            FuzzOperation operation = program.Operations[i];
            string name = $"v{names.Count}";
            // Norms take away what is the same everywhere, and with it the noise of a number that is: they get some on each of their own inputs.
            bool isCall = noise.Length > 0 && operation.Block >= 0;
            string[] x = [.. operation.Inputs.Select(input => isCall ? $"{noise}({names[input]})" : names[input])];
            if (operation.PrintStatements(name, x) is { } statements)
            {
                foreach (string statement in statements) text.AppendLine($"        {statement}");
                if (noise.Length > 0) text.AppendLine($"        {name} = {noise}({name});");
                names.Add(name);
                continue;
            }
            string expression = operation.Print(x);
            if (noise.Length > 0 && operation.Rounds) expression = $"{noise}({expression})";
            if (IsInline(program, names.Count, style))
            {
                names.Add(expression);
                continue;
            }
            text.AppendLine($"        {(style % 5 == 0 ? "var" : "Tensor")} {name} = {expression};");
            names.Add(name);
        }
        text.AppendLine("        " + string.Format(System.Globalization.CultureInfo.InvariantCulture, result, string.Join(", ", program.Outputs.Select(output => names[output])))).AppendLine("    }");
    }

    /// <summary>Some of what is read once stands where it is read.</summary>
    private static bool IsInline(FuzzProgram program, int value, int style)
    {
        if ((value * 7 + style) % 3 != 0 || program.Outputs.Contains(value)) return false;
        FuzzOperation[] readers = [.. program.Operations.Where(operation => operation.Inputs.Contains(value))];
        return readers is [not LoopOperation and var only] && only.Inputs.Count(input => input == value) == 1;
    }

    private static void AppendObjective(StringBuilder text, FuzzCase fuzz, List<int[]> shapes)
    {
        List<string> parameters = [.. fuzz.Main.Outputs.Select((_, i) => $"Tensor y{i}")];
        List<string> terms = [];
        HashSet<int> inputs = [];
        for (int i = 0; i < fuzz.Objective.Length; i++)
        {
            ObjectiveTerm term = fuzz.Objective[i];
            string target = term.Input >= 0 ? $"x{term.Input}" : $"t{i}";
            if (term.Input >= 0 && inputs.Add(term.Input)) parameters.Add($"Tensor {target}");
            if (term.HasTarget)
            {
                string shape = term.HasShape ? $"[Shape({Dims.Text(term.TargetShape(shapes[fuzz.Main.Outputs[term.Output]]))})] " : "";
                parameters.Add($"{shape}Tensor {target}");
            }
            terms.Add(term.Print($"y{term.Output}", target));
        }
        text.AppendLine($"    [Objective] private Tensor Loss({string.Join(", ", parameters)}) => {string.Join(" + ", terms)};");
    }
}
