namespace ModelDsl.Model.Tests.Graphs;

/// <summary>Holds gradients against differences of the loss.</summary>
internal static class FiniteDifferences
{
    /// <summary>Checks the gradients of all parameters that are learned.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="backward">The loss, which leaves the gradients.</param>
    /// <param name="stride">Every how many values of a parameter one is checked.</param>
    public static void Check(ParameterCollection parameters, Func<float> backward, int stride = 13)
    {
        backward();
        Dictionary<Parameter, float[]> gradients = parameters.Where(parameter => !parameter.Gradient.IsEmpty).ToDictionary(parameter => parameter, parameter => parameter.Gradient.ToArray());
        foreach ((Parameter parameter, float[] gradient) in gradients)
        {
            float[] values = parameter.Values.ToArray();
            float largest = gradient.Max(MathF.Abs);
            Assert.True(largest > 1e-4f, $"{parameter} has no gradient");
            for (int i = 0; i < values.Length; i += stride)
            {
                const float Step = 4e-3f;
                float start = values[i];
                float above = LossAt(start + Step), below = LossAt(start - Step);
                LossAt(start);
                float expected = (above - below) / (2 * Step);
                Assert.True(MathF.Abs(expected - gradient[i]) <= largest * 0.02f + 1e-4f, $"{parameter}[{i}]: expected {expected}, got {gradient[i]}");

                float LossAt(float value)
                {
                    values[i] = value;
                    parameter.CopyFrom(values);
                    return backward();
                }
            }
        }
    }

    /// <summary>Numbers that look like nothing in particular.</summary>
    public static float[] Wave(int length, float step) => [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i * step))];
}
