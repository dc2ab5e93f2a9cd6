using System.Globalization;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Shapes;

/// <summary>Works out how parameters start that have an initialiser of <c>torch.nn.init</c>: bounds and deviations follow from their shapes.</summary>
internal static class InitialValues
{
    /// <summary>The parameters of a layer as its initialisers start them; what is wrong with one of those is reported.</summary>
    public static ParameterSpec[] Apply(LayerSpec layer, ParameterSpec[] parameters, List<Problem> problems)
    {
        ParameterSpec[] result = [.. parameters];
        HashSet<string> started = [];
        foreach (InitSpec init in layer.Inits)
        {
            int index = Array.FindIndex(result, parameter => parameter.Kind == init.Of && !parameter.IsBuffer);
            if (index < 0) ReportMissing(init, layer, result, problems);
            else if (!started.Add(init.Of)) Report(init, problems, "Of", $"is the second initialiser of '{init.Of}'", "Remove one of the two.");
            else if (CheckArguments(init, problems)) result[index] = Start(init, result[index], problems);
        }
        return result;
    }

    private static ParameterSpec Start(InitSpec init, ParameterSpec parameter, List<Problem> problems)
    {
        LayerSpec written = init.Written;
        switch (written.Kind)
        {
            case "InitZeros":
                return parameter with { Initializer = Initializer.Zeros };
            case "InitOnes":
                return parameter with { Initializer = Initializer.Ones };
            case "InitConstant":
                return parameter with { Initializer = Initializer.Constant, Mean = written.Float("Value", 0) };
            case "InitNormal":
                return parameter with { Initializer = Initializer.Normal, Mean = written.Float("Mean", 0), Std = written.Float("Std", 1) };
            case "InitUniform":
                (double a, double b) = (written.Float("A", 0), written.Float("B", 1));
                return parameter with { Initializer = Initializer.Uniform, Mean = (float)((a + b) / 2), Bound = (float)((b - a) / 2) };
        }
        if (parameter.Shape.Rank < 2)
        {
            Report(init, problems, null, $"needs a matrix, but '{parameter.Kind}' is {parameter.Shape}", "Write InitZeros, InitConstant, InitUniform or InitNormal for it.");
            return parameter;
        }
        double field = parameter.Shape.Count / parameter.Shape[0] / parameter.Shape[1], fanIn = parameter.Shape[1] * field, fanOut = parameter.Shape[0] * field;
        double fan = written.Word("Mode") == "FanOut" ? fanOut : fanIn, gain = written.Float("Gain", 1);
        return written.Kind switch
        {
            "InitXavierUniform" => Uniform(gain * Math.Sqrt(6 / (fanIn + fanOut))),
            "InitXavierNormal" => Normal(gain * Math.Sqrt(2 / (fanIn + fanOut))),
            "InitKaimingUniform" => Uniform(GainOf(written) * Math.Sqrt(3 / fan)),
            "InitKaimingNormal" => Normal(GainOf(written) / Math.Sqrt(fan)),
            "InitOrthogonal" => parameter with { Initializer = Initializer.Orthogonal, Bound = (float)gain },
            _ => throw new NotSupportedException($"'{written.Kind}' is no initialiser"),
        };

        ParameterSpec Uniform(double bound) => parameter with { Initializer = Initializer.Uniform, Bound = (float)bound };

        ParameterSpec Normal(double std) => parameter with { Initializer = Initializer.Normal, Std = (float)std };
    }

    /// <summary>PyTorch's <c>calculate_gain</c>.</summary>
    private static double GainOf(LayerSpec init) => init.Word("Nonlinearity") switch
    {
        "Linear" or "Sigmoid" => 1,
        "Tanh" => 5.0 / 3,
        "ReLU" => Math.Sqrt(2),
        "SELU" => 0.75,
        _ => Math.Sqrt(2 / (1 + (double)init.Float("A", 0) * init.Float("A", 0))),
    };

    private static bool CheckArguments(InitSpec init, List<Problem> problems)
    {
        LayerSpec written = init.Written;
        foreach (ArgumentSpec argument in written.Arguments)
        {
            if (argument.Value is not float value || (!float.IsNaN(value) && !float.IsInfinity(value))) continue;
            ReportRange(argument.Name, value, "a finite number");
            return false;
        }
        if (written.Float("Std", 1) < 0) ReportRange("Std", written.Float("Std", 1), "at least 0");
        else if (written.Float("Gain", 1) < 0) ReportRange("Gain", written.Float("Gain", 1), "at least 0");
        else if (written.Kind == "InitUniform" && written.Float("B", 1) < written.Float("A", 0)) ReportRange(written.Has("B") ? "B" : "A", written.Has("B") ? written.Float("B", 1) : written.Float("A", 0), written.Has("B") ? $"at least {Invariant(written.Float("A", 0))}, which is A" : "at most 1, which is B");
        else return true;
        return false;

        void ReportRange(string argument, float value, string wanted)
            => problems.Add(new Problem(Descriptors.OutOfRange, Site.Of(written, argument), new[] { written.Text, argument, Invariant(value), wanted }));
    }

    private static void ReportMissing(InitSpec init, LayerSpec layer, ParameterSpec[] parameters, List<Problem> problems)
    {
        string[] kinds = [.. parameters.Where(parameter => !parameter.IsBuffer).Select(parameter => $"'{parameter.Kind}'")];
        string advice = kinds.Length == 0 ? "Move it right behind the layer whose parameter it starts." : $"Write one of its parameters: {string.Join(", ", kinds)}.";
        Report(init, problems, "Of", kinds.Length == 0 ? $"stands behind '{layer.Text}', which has no parameters" : $"starts '{init.Of}', which '{layer.Text}' does not have", advice);
    }

    private static void Report(InitSpec init, List<Problem> problems, string? argument, string fault, string advice)
        => problems.Add(new Problem(Descriptors.BadInit, Site.Of(init.Written, argument), new[] { init.Written.Text, fault, advice }));

    private static string Invariant(float value) => value.ToString(CultureInfo.InvariantCulture);
}
