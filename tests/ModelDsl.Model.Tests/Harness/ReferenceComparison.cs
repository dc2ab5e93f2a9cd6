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

    public static void Check(CompiledModel compiled, int batch, int seed, Tolerance? tolerance = null)
    {
        Tolerance allowed = tolerance ?? Single;
        Random random = new(seed);
        ReferenceNetwork reference = new(compiled.Declaration);
        Sample.DrawParameters(reference, random);
        compiled.Load(reference);
        string what = $"{compiled.Declaration.Text} × {batch} (seed {seed})";
        // The second batch finds what the first one left in the arena, and the buffers that it moved.
        for (int round = 1; round <= 2; round++)
        {
            CheckBatch($"{what}, round {round}:", compiled, reference, Sample.Draw(reference, compiled.Declaration, batch, random), allowed);
        }
    }

    private static void CheckBatch(string what, CompiledModel compiled, ReferenceNetwork reference, Sample sample, Tolerance allowed)
    {
        double[] expected = reference.Predict(sample.Inputs);
        allowed.Check($"{what} predictions", expected, compiled.Predict(sample));

        float[] evaluated = new float[expected.Length];
        float evaluation = compiled.Evaluate(sample, evaluated);
        allowed.Check($"{what} loss in evaluation", [reference.Evaluate(sample.Inputs, sample.Targets)], [evaluation]);
        allowed.Check($"{what} outputs of the evaluation", expected, evaluated);

        float loss = compiled.Backward(sample);
        allowed.Check($"{what} loss in training", [reference.Backward(sample.Inputs, sample.Targets)], [loss]);
        foreach (ReferenceParameter parameter in reference.Parameters)
        {
            Parameter actual = compiled.Parameters[parameter.Name];
            if (parameter.IsBuffer) allowed.Check($"{what} {parameter.Name}", parameter.Values, actual.Values);
            else allowed.Check($"{what} gradient of {parameter.Name}", parameter.Gradient, actual.Gradient);
        }
    }
}
