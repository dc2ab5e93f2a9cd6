using ModelDsl.Model.Tests.Declarations;
using ModelDsl.Model.Tests.Harness;
using ModelDsl.Model.Tests.Reference;

namespace ModelDsl.Model.Tests.PyTorch;

/// <summary>The reference interpreter against PyTorch in float64: they differ by the nine digits that the files keep.</summary>
public class ReferenceGoldenTests
{
    private static readonly Tolerance Digits = new(Relative: 2e-8, Absolute: 2e-8);

    public static TheoryData<string> Files => new(GoldenFile.Layers);

    [Theory]
    [MemberData(nameof(Files))]
    public void Reference_PyTorchStep_SameNumbers(string file)
    {
        foreach (GoldenCase golden in GoldenFile.Read(file))
        {
            ReferenceNetwork network = new(Declaration.Parse(golden.Declaration));
            Assert.Equal(golden.Parameters.Select(p => p.Name).Order(), network.Parameters.Select(p => p.Name).Order());
            foreach (ReferenceParameter parameter in network.Parameters) golden[parameter.Name].Values.CopyTo(parameter.Values, 0);

            double[] predictions = network.Predict(golden.Inputs);
            double loss = network.Backward(golden.Inputs, golden.Targets);

            Digits.Check($"{golden} predictions", golden.Predictions, predictions);
            Digits.Check($"{golden} loss", golden.Losses, [loss]);
            Digits.Check($"{golden} input gradient", golden.InputGradient, network.InputGradient);
            foreach (ReferenceParameter parameter in network.Parameters)
            {
                GoldenParameter expected = golden[parameter.Name];
                if (parameter.IsBuffer) Digits.Check($"{golden} {parameter.Name}", expected.After, parameter.Values);
                else Digits.Check($"{golden} gradient of {parameter.Name}", expected.Gradient, parameter.Gradient);
            }
        }
    }
}
