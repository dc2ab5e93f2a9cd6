using System.Numerics.Tensors;
using ModelDsl;
using ModelDsl.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Samples.Quickstart;

/// <summary>Pictures in the terminal, each with what the network takes it for.</summary>
internal static class PredictionView
{
    private const int PerRow = 2;
    private const int Guesses = 3;
    private const int BarWidth = 5;
    private const int TextWidth = 23;

    /// <summary>Shows the first test pictures, two in a row.</summary>
    public static void Show(PictureSet pictures, IPredictor model, int count)
    {
        DataLoader<int> some = new(pictures.Test.Take(count), count) { Transform = pictures.Normalize };
        foreach (Batch<int> batch in some)
        {
            float[] scores = new float[batch.Count * model.OutputSize];
            model.Predict(batch.Inputs, scores);
            for (int first = 0; first < batch.Count; first += PerRow)
            {
                Grid row = new();
                List<IRenderable> cells = [];
                for (int i = first; i < Math.Min(first + PerRow, batch.Count); i++)
                {
                    row.AddColumn(new GridColumn().Padding(0, 0, 1, 0)).AddColumn(new GridColumn().Padding(0, 0, 1, 0).Width(TextWidth));
                    cells.Add(PictureText.Draw(pictures.Test, i));
                    cells.Add(new Text(Describe(pictures.Test, i, scores.AsSpan(i * model.OutputSize, model.OutputSize))));
                }

                row.AddRow([.. cells]);
                AnsiConsole.Write(row);
            }
        }
    }

    /// <summary>The likeliest classes with their probabilities, and whether the first of them is right.</summary>
    private static string Describe(ImageDataset pictures, int index, ReadOnlySpan<float> scores)
    {
        float[] probabilities = new float[scores.Length];
        TensorPrimitives.SoftMax(scores, probabilities);
        int[] likeliest = [.. Enumerable.Range(0, scores.Length).OrderByDescending(c => probabilities[c]).Take(Guesses)];
        int width = pictures.ClassNames.Max(name => name.Length);
        IEnumerable<string> guesses = likeliest.Select(c =>
            $"{pictures.ClassNames[c].PadRight(width)} {probabilities[c]:0.00} {new string('#', (int)Math.Round(probabilities[c] * BarWidth))}");
        string verdict = likeliest[0] == pictures.Label(index) ? "right" : $"wrong: {pictures.ClassNames[pictures.Label(index)]}";
        return '\n' + string.Join('\n', guesses.Append(verdict));
    }
}
