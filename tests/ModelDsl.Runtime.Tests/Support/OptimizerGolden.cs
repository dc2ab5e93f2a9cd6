using System.Text.Json;

namespace ModelDsl.Runtime.Tests.Support;

/// <summary>
/// Golden/optimizers.json: 17 trajectories of 1,001 steps, computed in float64 with the network of PyTorch's test/cpp/api/optim_baseline.py
/// and within 7.2e-13 of libtorch 2.10.
/// </summary>
internal sealed class OptimizerGolden
{
    private static readonly Lazy<JsonElement> Root = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "optimizers.json"))).RootElement);

    private OptimizerGolden(JsonElement variant)
    {
        JsonElement options = variant.GetProperty("options");
        double Number(string name) => options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : 0;
        bool Flag(string name) => options.TryGetProperty(name, out JsonElement value) && value.GetBoolean();
        Options = new(
            options.GetProperty("kind").GetString()!,
            Number("lr"),
            Number("weight_decay"),
            Number("momentum"),
            Number("lr_decay"),
            Flag("nesterov"),
            Flag("amsgrad"),
            Flag("centered"));
        Steps = [.. variant.GetProperty("params_after_step").EnumerateArray().Select(step => step.GetInt32())];
        Values = [.. variant.GetProperty("values").EnumerateArray().Select(Flatten)];
    }

    public static double[] InitialParameters => Flatten(Root.Value.GetProperty("initial_parameters"));

    public static IEnumerable<string> Names => Root.Value.GetProperty("variants").EnumerateObject().Select(variant => variant.Name);

    public OptimizerOptions Options { get; }

    /// <summary>After which steps the parameters were noted.</summary>
    public int[] Steps { get; }

    /// <summary>All 13 parameters after each of <see cref="Steps"/>.</summary>
    public double[][] Values { get; }

    public static OptimizerGolden Read(string name) => new(Root.Value.GetProperty("variants").GetProperty(name));

    /// <summary>The largest difference between the golden and a trajectory, and where it is.</summary>
    /// <param name="step">Makes one step and returns the parameters.</param>
    public (double Difference, int Step) LargestDifference(Func<double[]> step)
    {
        (double Difference, int Step) largest = (0, 0);
        int made = 0;
        for (int k = 0; k < Steps.Length; k++)
        {
            double[] parameters = [];
            for (; made < Steps[k]; made++) parameters = step();
            for (int i = 0; i < parameters.Length; i++)
            {
                double difference = Math.Abs(parameters[i] - Values[k][i]);
                if (!(difference <= largest.Difference)) largest = (difference, Steps[k]);
            }
        }
        return largest;
    }

    private static double[] Flatten(JsonElement lists) =>
        [.. lists.EnumerateArray().SelectMany(list => list.EnumerateArray()).Select(number => number.GetDouble())];
}
