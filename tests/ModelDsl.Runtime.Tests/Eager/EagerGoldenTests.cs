using ModelDsl.Model.Tests.Harness;
using ModelDsl.Model.Tests.PyTorch;
using ModelDsl.Runtime.Tests.Eager.Support;

namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>
/// The eager layers and losses against PyTorch in float64. They differ by the nine digits that the files keep, and by arguments and buffers,
/// which are floats here.
/// </summary>
public class EagerGoldenTests
{
    private static readonly Tolerance Digits = new(Relative: 1e-7, Absolute: 1e-7);

    public static TheoryData<string> Files => new(GoldenFile.Layers);

    [Theory]
    [MemberData(nameof(Files))]
    public void Eager_PyTorchStep_SameNumbers(string file)
    {
        foreach (GoldenCase golden in GoldenFile.Read(file))
        {
            EagerNetwork network = new(golden);
            Digits.Check($"{golden} predictions", golden.Predictions, network.Forward(network.Input(golden.Inputs), training: false).Values);

            Tensor input = network.Input(golden.Inputs);
            Tensor loss = network.Loss(network.Forward(input, training: true), golden.Targets);
            loss.Backward();

            Digits.Check($"{golden} loss", golden.Losses, loss.Values);
            Digits.Check($"{golden} input gradient", golden.InputGradient, input.Grad!.Values);
            foreach (GoldenParameter expected in golden.Parameters)
            {
                if (network.Buffers.TryGet(expected.Name, out Parameter? buffer)) Digits.Check($"{golden} {expected.Name}", expected.After, buffer.Values);
                else Digits.Check($"{golden} gradient of {expected.Name}", expected.Gradient, network.Values[expected.Name].Grad!.Values);
            }
        }
    }
}
