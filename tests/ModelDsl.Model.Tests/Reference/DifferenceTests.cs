using ModelDsl.Generator.Operators;
using ModelDsl.Model.Tests.Declarations;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>
/// The gradients of the reference interpreter against central differences, in double precision, on random odd shapes. No step suits
/// every place: a long one suffers where the loss bends sharply (a batch norm of nearly equal numbers, a corner of ReLU nearby), a
/// short one from rounding. So a gradient must agree with the quotient of one of three steps; a wrong one agrees with none.
/// </summary>
public class DifferenceTests
{
    private const int Seeds = 240;

    private static readonly double[] Steps = [1e-5, 1e-6, 1e-7];

    private static readonly Tolerance QuotientError = new(Relative: 1e-5, Absolute: 1e-6);

    /// <summary>What must be drawn at least once beside every kind of layer and loss.</summary>
    private static readonly string[] Options =
    [
        "Conv2d.StrideWidth", "Conv2d.PaddingHeight", "Conv2d.DilationHeight", "Conv2d.Groups", "MaxPool2d.Dilation", "MaxPool2d.CeilMode", "AvgPool2d.CountIncludePad", "AvgPool2d.DivisorOverride",
        "BCELoss.Weight", "BCEWithLogitsLoss.Weight", "BCEWithLogitsLoss.PosWeight", "CrossEntropyLoss.Weight", "CrossEntropyLoss.LabelSmoothing", "CrossEntropyLoss.IgnoreIndex", "NLLLoss.Weight",
    ];

    [Fact]
    public void Reference_RandomNetworks_GradientsAreDifferenceQuotients()
    {
        HashSet<string> drawn = [];
        for (int seed = 0; seed < Seeds; seed++)
        {
            Random random = new(seed);
            string text = new DeclarationGenerator(random, maximumSize: 7).Next();
            Declaration declaration = Declaration.Parse(text);
            ReferenceNetwork network = new(declaration);
            Sample.DrawParameters(network, random);
            // The statistics of one sample are the sample itself, and leave no gradient.
            int smallest = declaration.Layers.Any(layer => layer.Kind.StartsWith("BatchNorm", StringComparison.Ordinal)) ? 2 : 1;
            Sample sample = Sample.Draw(network, declaration, batch: random.Next(smallest, 4), random);
            foreach (DeclaredLayer layer in declaration.Layers.Append(declaration.Loss!))
            {
                drawn.Add(layer.Kind);
                drawn.UnionWith(layer.Arguments.Keys.Select(argument => $"{layer.Kind}.{argument}"));
            }
            network.Backward(sample.Inputs, sample.Targets);

            double[] inputGradient = network.InputGradient;
            CheckSome($"{text} (seed {seed}) input", network, sample, sample.Inputs, inputGradient, random);
            foreach (ReferenceParameter parameter in network.Parameters.Where(parameter => !parameter.IsBuffer))
            {
                CheckSome($"{text} (seed {seed}) {parameter.Name}", network, sample, parameter.Values, [.. parameter.Gradient], random);
            }
        }
        // Dropout draws anew each time: it has tests of its own.
        Assert.Empty(OperatorCatalog.Kinds.Concat(Options).Except(drawn).Except(["Dropout"]));
    }

    private static void CheckSome(string what, ReferenceNetwork network, Sample sample, double[] values, double[] gradient, Random random)
    {
        int[] chosen = [.. Enumerable.Range(0, Math.Min(5, values.Length)).Select(_ => random.Next(values.Length))];
        double[] quotients = [.. chosen.Select(i => Steps.Select(step => Quotient(network, sample, ref values[i], step)).MinBy(quotient => Math.Abs(quotient - gradient[i])))];
        QuotientError.Check(what, quotients, [.. chosen.Select(i => gradient[i])]);
    }

    private static double Quotient(ReferenceNetwork network, Sample sample, ref double number, double step)
    {
        double value = number;
        number = value + step;
        double above = network.Backward(sample.Inputs, sample.Targets);
        number = value - step;
        double below = network.Backward(sample.Inputs, sample.Targets);
        number = value;
        return (above - below) / (2 * step);
    }
}
