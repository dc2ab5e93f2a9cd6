using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>A random batch. All numbers are floats, so that a compiled model starts from the very same.</summary>
internal sealed record Sample(double[] Inputs, double[] Targets)
{
    public float[] SingleInputs => [.. Inputs.Select(value => (float)value)];

    public float[] SingleTargets => [.. Targets.Select(value => (float)value)];

    public int[] ClassTargets => [.. Targets.Select(value => (int)value)];

    public static Sample Draw(ReferenceNetwork network, Declaration declaration, int batch, Random random)
    {
        double[] inputs = [.. Enumerable.Range(0, batch * ReferenceTensor.Count(network.InputShape)).Select(_ => Single(random, 2))];
        double[] targets = [.. Enumerable.Range(0, batch * ReferenceTensor.Count(network.TargetShape)).Select(_ => Target(network, declaration, random))];
        // The mean over nothing but ignored targets is 0/0, in PyTorch too: the first one always counts.
        if (declaration.Loss!.Arguments.ContainsKey("IgnoreIndex"))
        {
            targets[0] = network.Classes - 1;
            for (int i = 1; i < targets.Length; i += 3) targets[i] = declaration.Loss.Int("IgnoreIndex", 0);
        }
        return new(inputs, targets);
    }

    /// <summary>Draws all parameters and buffers, such that the values of the network stay near 1.</summary>
    public static void DrawParameters(ReferenceNetwork network, Random random)
    {
        foreach (ReferenceParameter parameter in network.Parameters)
        {
            int terms = parameter.Values.Length / (parameter.Shape is [var first, ..] ? first : 1);
            bool sumsProducts = parameter.Kind == "weight" && !parameter.Name.StartsWith("ln", StringComparison.Ordinal) && parameter.Shape.Length > 1;
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                parameter.Values[i] = parameter.Kind switch
                {
                    "num_batches_tracked" => 0,
                    "running_var" => 1.25 + Single(random, 0.5),
                    _ => Single(random, sumsProducts ? 1.5 / Math.Sqrt(terms) : 0.75),
                };
            }
        }
    }

    private static double Target(ReferenceNetwork network, Declaration declaration, Random random) =>
        declaration.HasClassTargets ? random.Next(network.Classes)
        : declaration.Loss!.Kind.StartsWith("BCE", StringComparison.Ordinal) ? 0.5 + Single(random, 0.5)
        : Single(random, 2);

    private static double Single(Random random, double size) => (float)((2 * random.NextDouble() - 1) * size);
}
