// The lecture's worked example, step by step: every number of the forward pass by hand, then the same network compiled, then the
// gradients, which hold a surprise.
using System.Globalization;
using ModelDsl;
using Samples.ForwardPass;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
float[] x = [1.5f, 2.5f, 3f];
const int Target = 0; // y = [1, 0]: the first class is the right one

WorkedExample model = new();
WorkedExampleValues.Fill(model.Parameters);
Console.WriteLine(model);

// ---- by hand --------------------------------------------------------------------------------------------------------------------
float[] a1 = ByHand.Linear(x, model.Parameters.Linear1.Weight.Values, model.Parameters.Linear1.Bias.Values);
float[] h1 = ByHand.Sigmoid(a1);
float[] a2 = ByHand.Linear(h1, model.Parameters.Linear2.Weight.Values, model.Parameters.Linear2.Bias.Values);
float[] h2 = ByHand.Sigmoid(a2);
float[] a3 = ByHand.Linear(h2, model.Parameters.Linear3.Weight.Values, model.Parameters.Linear3.Bias.Values);
float[] predicted = ByHand.Softmax(a3);
float loss = -MathF.Log(predicted[Target]);

Show("x ", x, "the input");
Show("a₁", a1, "W₁ · x + b₁");
Show("h₁", h1, "sigmoid(a₁)");
Show("a₂", a2, "W₂ · h₁ + b₂");
Show("h₂", h2, "sigmoid(a₂)");
Show("a₃", a3, "W₃ · h₂ + b₃, the scores");
Show("ŷ ", predicted, "softmax(a₃), the probabilities");
Console.WriteLine($"loss = −ln ŷ₁ = {loss:0.00000}, for y = [1, 0]");

// ---- compiled -------------------------------------------------------------------------------------------------------------------
float[] scores = new float[2];
model.Predict(x, scores);
float compiledLoss = model.Backward(x, [Target]);
Console.WriteLine();
Console.WriteLine("The compiled network, whose loss contains the softmax, says the same:");
Show("a₃", scores, "Predict");
Console.WriteLine($"loss = {compiledLoss:0.00000}");

// ---- gradients ------------------------------------------------------------------------------------------------------------------
Console.WriteLine();
Console.WriteLine("Backward. The derivative of the loss by the scores is ŷ − y; by W₃ it is (ŷ − y) · h₂ᵀ:");
Show("∂a₃", [predicted[0] - 1, predicted[1]], "ŷ − y, by hand");
ShowGradients(model);
Console.WriteLine("""

    All gradients below the last layer are zero. Each hidden neuron sends the same signal, weight 1, to both classes,
    and what one class wants more of, the other wants less of, by the same amount: (ŷ₁ − 1) + ŷ₂ = 0. Equal weights
    learn nothing; this is why networks begin with random ones. One step of W₃ alone breaks the tie:
    """);
SGD sgd = new(model) { LearningRate = 1 };
model.Train(x, [Target], sgd);
float after = model.Backward(x, [Target]);
Console.WriteLine();
Console.WriteLine($"loss after one step = {after:0.00000}");
ShowGradients(model);

static void Show(string name, ReadOnlySpan<float> values, string what)
{
    string[] texts = [.. values.ToArray().Select(value => value.ToString("0.00000").PadLeft(8))];
    Console.WriteLine($"{name} = [{string.Join(' ', texts)} ]".PadRight(38) + what);
}

static void ShowGradients(WorkedExample model)
{
    foreach (Parameter parameter in model.Parameters)
        Show($"∂{parameter.Name}".PadRight(15), parameter.Gradient, "");
}
