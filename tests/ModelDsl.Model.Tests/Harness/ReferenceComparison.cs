using ModelDsl.Model.Tests.Reference;

namespace ModelDsl.Model.Tests.Harness;

/// <summary>
/// Runs a compiled model and the reference interpreter on the same batch, and compares all that can be seen: predictions, losses in
/// both modes, every gradient, every buffer.
/// </summary>
internal static class ReferenceComparison
{
    /// <summary>
    /// A float has 24 bits, so each operation errs by 6e-8 of its result. Sums of n terms in vectors err by about √n of that, and
    /// some tens of layers and functions of 2e-7 come together: 1e-5 of the largest number leaves room, and no wrong term fits in.
    /// </summary>
    public static readonly Tolerance Single = new(Relative: 1e-5, Absolute: 2e-6);

    /// <summary>
    /// A network may amplify rounding beyond that: a norm of nearly equal numbers, a gradient that is the small difference of large
    /// ones. So the reference also runs with floats between its layers, and some times the error that this makes is allowed: a compiled
    /// model rounds at every step of a sum, the reference once.
    /// </summary>
    private const double RoundingsOfASum = 200;

    /// <summary>No more than this part of the largest number is allowed for it: beyond, a comparison says nothing, and fails.</summary>
    private const double MostRounding = 0.02;

    public static void Check(CompiledModel compiled, int batch, int seed)
    {
        Random random = new(seed);
        ReferenceNetwork reference = new(compiled.Declaration), rounded = new(compiled.Declaration, roundsToSingle: true);
        Sample.DrawParameters(reference, random);
        foreach ((ReferenceParameter from, ReferenceParameter to) in reference.Parameters.Zip(rounded.Parameters)) from.Values.CopyTo(to.Values, 0);
        compiled.Load(reference);
        string what = $"{compiled.Declaration.Text} × {batch} (seed {seed})";
        // The second batch finds what the first one left in the arena, and the buffers that it moved.
        for (int round = 1; round <= 2; round++)
        {
            CheckBatch($"{what}, round {round}:", compiled, reference, rounded, Sample.Draw(reference, compiled.Declaration, batch, random));
        }
    }

    private static void CheckBatch(string what, CompiledModel compiled, ReferenceNetwork reference, ReferenceNetwork rounded, Sample sample)
    {
        (double[] expected, double loss) = reference.Evaluate(sample.Inputs, sample.Targets);
        (double[] other, double otherLoss) = rounded.Evaluate(sample.Inputs, sample.Targets);
        double known = Apart(expected, other);
        Single.Check($"{what} predictions", expected, compiled.Predict(sample), known);

        float[] evaluated = new float[expected.Length];
        float evaluation = compiled.Evaluate(sample, evaluated);
        Single.Check($"{what} loss in evaluation", [loss], [evaluation], Apart([loss], [otherLoss]));
        Single.Check($"{what} outputs of the evaluation", expected, evaluated, known);

        loss = reference.Backward(sample.Inputs, sample.Targets);
        known = Apart([loss], [rounded.Backward(sample.Inputs, sample.Targets)]);
        Single.Check($"{what} loss in training", [loss], [compiled.Backward(sample)], known);
        foreach ((ReferenceParameter parameter, ReferenceParameter single) in reference.Parameters.Zip(rounded.Parameters))
        {
            Parameter actual = compiled.Parameters[parameter.Name];
            if (parameter.IsBuffer) Single.Check($"{what} {parameter.Name}", parameter.Values, actual.Values, Apart(parameter.Values, single.Values));
            else Single.Check($"{what} gradient of {parameter.Name}", parameter.Gradient, actual.Gradient, Apart(parameter.Gradient, single.Gradient) + Cancelled(parameter.Gradient));
        }
    }

    /// <summary>
    /// A gradient that is zero because its terms cancel, as that of a bias before a batch norm, is left with their rounding, and does not
    /// show how large they were: up to 300 times others behind channels that hardly vary. In double precision it is 1e-13 instead.
    /// </summary>
    private static double Cancelled(double[] gradient) => gradient.Max(Math.Abs) is > 0 and < 1e-9 ? 1e-3 : 0;

    private static double Apart(double[] exact, double[] rounded)
    {
        double apart = 0, largest = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            apart = Math.Max(apart, Math.Abs(exact[i] - rounded[i]));
            largest = Math.Max(largest, Math.Abs(exact[i]));
        }
        return Math.Min(RoundingsOfASum * apart, MostRounding * largest);
    }
}
