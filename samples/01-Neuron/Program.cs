// Can one neuron see whether a 3×3 picture holds exactly one vertical line? It learns from all 512 pictures there are.
using System.Globalization;
using ModelDsl;
using Samples.Neuron;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"{Patterns.Count} pictures, {Patterns.Answers.Sum()} of them hold exactly one vertical line: one column is whole, the other two are not.");

// ---- one neuron -----------------------------------------------------------------------------------------------------------------
OneNeuron neuron = new(seed: 1);
Console.WriteLine();
Console.WriteLine("ONE NEURON");
Learn(neuron, steps: 400);
int right = CountRight(neuron);
Console.WriteLine($"right: {right} of {Patterns.Count}. Answering \"no\" to every picture would be right {Patterns.Count - (int)Patterns.Answers.Sum()} times.");
Console.WriteLine();
Console.WriteLine($"Its weights as a picture, and its bias, {neuron.Parameters.Linear1.Bias.Values[0]:0.00}:");
Print(Drawing.Weights(neuron.Parameters.Linear1.Weight.Values));
Console.WriteLine("""

    All nine are the same: it has learned to count the ink. It cannot do better in kind, whatever it is taught:
    the three lines below and the three pictures beside them use the same nine pixels, so their scores have the
    same sum. No weights can make the first three positive and the last three negative.

    """);
string[] lines = ["#../#../#..", ".#./.#./.#.", "..#/..#/..#"];
string[] others = ["#../.#./..#", ".#./..#/#..", "..#/#../.#."];
float[][] six = [.. lines.Concat(others).Select(Patterns.Picture)];
Print(Drawing.SideBySide(six.Select(Drawing.Pattern), gap: "     "));
float[] scores = [.. six.Select(picture => Score(neuron, picture))];
Console.WriteLine("  " + string.Join("", scores.Select(score => $"{score,-11:+0.00;-0.00}")));
Console.WriteLine($"  sum of the lines {scores[..3].Sum():+0.00;-0.00}, sum of the others {scores[3..].Sum():+0.00;-0.00}");

// ---- a hidden layer -------------------------------------------------------------------------------------------------------------
HiddenLayer network = new(seed: 1);
Console.WriteLine();
Console.WriteLine("A HIDDEN LAYER OF TWELVE");
Learn(network, steps: 2000);
Console.WriteLine($"right: {CountRight(network)} of {Patterns.Count}");
Console.WriteLine();
Console.WriteLine("What its twelve neurons look for (dark: ink speaks for it, light: ink speaks against it), and how the last one weighs them:");
for (int first = 0; first < 12; first += 6)
{
    Print(Drawing.SideBySide(Enumerable.Range(first, 6).Select(i => Drawing.Shaded(WeightsOf(network, i))), gap: "  "));
    Console.WriteLine("  " + string.Join("  ", network.Parameters.Linear2.Weight.Values.Slice(first, 6).ToArray().Select(weight => $"{weight,6:+0.0;-0.0}  ")));
}

// The whole of training: each step shows the model all pictures, and the optimizer moves every weight a little downhill.
static void Learn(ITrainable<float> model, int steps)
{
    Adam adam = new(model) { LearningRate = 0.05 };
    for (int step = 1; step <= steps; step++)
    {
        float loss = model.Train(Patterns.Pictures, Patterns.Answers, adam);
        if (step == 1 || step % (steps / 4) == 0)
            Console.WriteLine($"step {step,5}  loss {loss:0.0000}");
    }
}

static int CountRight(IPredictor model)
{
    float[] scores = new float[Patterns.Count];
    model.Predict(Patterns.Pictures, scores);
    return scores.Zip(Patterns.Answers, (score, answer) => score > 0 == (answer == 1)).Count(isRight => isRight);
}

static float Score(IPredictor model, float[] picture)
{
    float[] score = new float[1];
    model.Predict(picture, score);
    return score[0];
}

static ReadOnlySpan<float> WeightsOf(HiddenLayer network, int neuron) =>
    network.Parameters.Linear1.Weight.Values.Slice(neuron * Patterns.Pixels, Patterns.Pixels);

static void Print(IEnumerable<string> rows)
{
    foreach (string row in rows)
        Console.WriteLine("  " + row);
}
