using ModelDsl;

namespace Samples.ForwardPass;

/// <summary>The lecture's numbers: every weight of a layer is the same.</summary>
internal static class WorkedExampleValues
{
    public static void Fill(WorkedExample.ParameterSet parameters)
    {
        Set(parameters.Linear1.Weight, 0.05f);
        Set(parameters.Linear2.Weight, 0.025f);
        Set(parameters.Linear3.Weight, 1f);
        parameters.Linear1.Bias.CopyFrom([0.01f, 0.02f, 0.03f]);
        parameters.Linear2.Bias.CopyFrom([0.01f, 0.02f, 0.03f]);
        parameters.Linear3.Bias.CopyFrom([0.01f, 0.02f]);
    }

    private static void Set(Parameter parameter, float value)
    {
        float[] values = new float[parameter.Size];
        Array.Fill(values, value);
        parameter.CopyFrom(values);
    }
}
