using ModelDsl;
using ModelDsl.Training;

namespace Samples.Quickstart;

/// <summary>The whole of it: train, measure, save, reload, look.</summary>
internal static class Lesson
{
    private const int BatchSize = 64;
    private const int TestBatchSize = 250;

    public static void Run(PictureSet pictures, int epochs, long seed)
    {
        ITrainable<int> model = pictures.CreateModel(seed);
        Console.WriteLine(model);
        Console.WriteLine($"{pictures.Name}: {pictures.Train.Count:#,0} pictures to learn from, {pictures.Test.Count:#,0} to measure with");
        Console.WriteLine();

        DataLoader<int> train = new(pictures.Train, BatchSize) { Shuffle = true, Seed = seed, Transform = pictures.Augmentation };
        DataLoader<int> test = new(pictures.Test, TestBatchSize) { Transform = pictures.Normalize };

        // The learning rate climbs for a third of the time and then falls to nothing: fast first, careful at the end.
        AdamW adam = new(model) { WeightDecay = 0.05 };
        Trainer<int> trainer = new(model, adam)
        {
            Schedule = new OneCycleLR(adam, maxLr: 3e-3, totalSteps: epochs * train.BatchCount),
            ScheduleInterval = ScheduleInterval.Batch,
        };
        History history = trainer.Fit(train, test, epochs);
        Console.WriteLine($"trained for {history.Duration.TotalSeconds:0.0} s");

        string file = $"{model.GetType().Name}.safetensors";
        model.Save(file);
        VerifyReloaded(pictures, model, file, test);
        if (history.Epochs.Count > 0)
        {
            history.SavePlot("curves.png");
            Console.WriteLine($"curves: {Path.GetFullPath("curves.png")}");
        }

        Console.WriteLine();
        PredictionView.Show(pictures, model, count: 10);
        Console.WriteLine($"test accuracy {model.Evaluate(test).Accuracy:0.0000}");
    }

    /// <summary>A second network, with other first weights, reads the file; from then on both must say exactly the same.</summary>
    private static void VerifyReloaded(PictureSet pictures, ITrainable<int> model, string file, DataLoader<int> test)
    {
        ITrainable<int> reloaded = pictures.CreateModel(0);
        reloaded.Load(file);
        foreach (Batch<int> batch in test)
        {
            float[] first = new float[batch.Count * model.OutputSize];
            float[] second = new float[first.Length];
            model.Predict(batch.Inputs, first);
            reloaded.Predict(batch.Inputs, second);
            if (!first.AsSpan().SequenceEqual(second))
                throw new InvalidDataException($"{file}: the reloaded network predicts something else");
        }

        Console.WriteLine($"saved:  {Path.GetFullPath(file)}; reloaded, it predicts the same for all {pictures.Test.Count:#,0} test pictures");
    }
}
