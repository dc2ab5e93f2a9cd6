// A fully connected network learns to read 8×8 handwritten digits from four fifths of them, and is measured on the last fifth.
using System.Globalization;
using ModelDsl;
using ModelDsl.Training;
using Samples.Digits;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Seed = 1;

// 1,797 lines of 64 pixels from 0 to 16 and the digit. The names tell the reader which labels there can be.
TensorDataset<int> digits = CsvDataset.ReadClasses(
    Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz"),
    new CsvOptions { HasHeader = false, SampleShape = [1, 8, 8], ClassNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] });
(Dataset<int> train, Dataset<int> test) = digits.Split(0.2, Seed);

// Mean and spread of a pixel: networks learn fastest from numbers around 0, about 1 apart.
Transform normalize = new Normalize(mean: 4.88f, std: 6.02f);
DataLoader<int> trainLoader = new(train, batchSize: 32) { Shuffle = true, Seed = Seed, Transform = normalize };
DataLoader<int> testLoader = new(test, batchSize: 120) { Transform = normalize };

DigitNet model = new(Seed);
Console.WriteLine(model);
Console.WriteLine($"{train.Count} digits to learn from, {test.Count} to measure with");
AdamW adam = new(model) { LearningRate = 2e-3, WeightDecay = 0.01 };
Trainer<int> trainer = new(model, adam)
{
    Schedule = new CosineAnnealingLR(adam, tMax: 20 * trainLoader.BatchCount),
    ScheduleInterval = ScheduleInterval.Batch,
};
History history = trainer.Fit(trainLoader, testLoader, epochs: 20);

EvaluationResult result = model.Evaluate(testLoader);
Console.WriteLine();
Console.WriteLine("rows: what it is, columns: what the network read");
Console.WriteLine(result.Confusion);
if (history.Epochs.Count > 0)
    history.SavePlot("curves.png");
Console.WriteLine($"test accuracy {result.Accuracy:0.0000}");
