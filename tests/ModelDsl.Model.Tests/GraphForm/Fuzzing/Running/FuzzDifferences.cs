namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Holds eager gradients against finite differences of the eager objective, which is computed in double precision: the compiled ones are held against them in turn.</summary>
internal static class FuzzDifferences
{
    /// <summary>As parts of the value, or of 1: the parameters themselves are floats, so that a step must be one that they can make.</summary>
    private const float Step = 1f / 1024;

    private const int Parameters = 4;

    /// <summary>The first gradient that differs, or null.</summary>
    public static string? Check(GraphModel model, FuzzBatch batch, FuzzResults exact, Random random, FuzzTally tally)
    {
        Parameter[] learned = [.. model.Parameters.Where(parameter => !parameter.Gradient.IsEmpty)];
        for (int i = 0; i < Parameters && learned.Length > 0; i++)
        {
            Parameter parameter = learned[random.Next(learned.Length)];
            int index = random.Next(parameter.Size);
            double expected = exact.All.Single(item => item.What == $"gradient of {parameter.Name}").Values[index];
            double coarse = Difference(model, batch, parameter, index, Step), fine = Difference(model, batch, parameter, index, Step / 4);
            // The error of a central difference shrinks with the square of the step, unless there is a kink within it.
            double unknown = Math.Abs(coarse - fine), allowed = 1e-5 + 1e-4 * Math.Abs(fine) + 2 * unknown;
            tally.Drawn++;
            if (unknown > 0.01 * Math.Abs(fine) + 1e-3) continue;
            tally.Made++;
            if (!(Math.Abs(expected - fine) <= allowed)) return $"eager gradient of {parameter.Name}[{index}]: finite differences say {fine:G9}, got {expected:G9}, allowed {allowed:G3}";
        }
        return null;
    }

    private static double Difference(GraphModel model, FuzzBatch batch, Parameter parameter, int index, float step)
    {
        float[] values = parameter.Values.ToArray(), changed = [.. values];
        float above = values[index] + step, below = values[index] - step;
        changed[index] = above;
        parameter.CopyFrom(changed);
        double more = Loss(model, batch);
        changed[index] = below;
        parameter.CopyFrom(changed);
        double less = Loss(model, batch);
        parameter.CopyFrom(values);
        return (more - less) / ((double)above - below);
    }

    private static double Loss(GraphModel model, FuzzBatch batch)
    {
        float[] buffers = model.Parameters.Buffers.ToArray();
        double loss = model.Objective(batch.EagerInputs(model.Graph, Noise.None), batch.EagerTargets(model.Graph), isTraining: true).Values.ToArray().Average();
        buffers.CopyTo(model.Parameters.WritableBuffers());
        return loss;
    }
}
