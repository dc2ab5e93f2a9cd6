using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>Writes copies between a vector in the declared order and what lies channels last in padded pixels.</summary>
internal static class DeclaredOrder
{
    /// <summary>Picture or sequence → vector.</summary>
    public static void EmitToVector(StepEmitter step, Layout from, bool isPicture)
        => EmitSamples(step, isPicture
            ? $"Pictures.ToChannelsFirst({{0}}, {{1}}, 1, channels: {from.Channels}, {LoadInput.LayoutOf(from)});"
            : $"Pictures.ToRows({{0}}, {{1}}[..{from.Pixels * from.Channels}], columns: {from.Channels}, stride: {from.VectorStride});");

    /// <summary>Vector → picture or sequence.</summary>
    public static void EmitFromVector(StepEmitter step, Layout to, bool isPicture)
        => EmitSamples(step, isPicture
            ? $"Pictures.FromChannelsFirst({{0}}, {{1}}, 1, channels: {to.Channels}, {LoadInput.LayoutOf(to)});"
            : $"Pictures.FromRows({{0}}[..{to.Pixels * to.Channels}], {{1}}, columns: {to.Channels}, stride: {to.VectorStride});");

    private static void EmitSamples(StepEmitter step, string call)
    {
        Value from = step.Inputs[0], to = step.Outputs[0];
        using (step.Code.Block("for (int n = 0; n < count; n++)"))
        {
            step.Code.Line($"{StepEmitter.Sample(to)}.Clear();");
            step.Code.Line(call.Replace("{0}", StepEmitter.Sample(from)).Replace("{1}", StepEmitter.Sample(to)));
        }
    }
}
