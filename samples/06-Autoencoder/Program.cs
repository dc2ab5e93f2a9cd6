// Learns to describe pictures by 32 numbers without being told what they show, and then what they show from a few that are labelled.
using System.Globalization;
using ModelDsl;
using ModelDsl.Training;
using Samples.Autoencoder;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Seed = 1, Epochs = 30, Labelled = 100, Shown = 10, Pixels = 28 * 28;

string folder = Path.Combine(AppContext.BaseDirectory, "data");
ImageDataset pictures = FashionMnist.Load(folder, DataPart.Train), test = FashionMnist.Load(folder, DataPart.Test);
DataLoader<int> loader = new(pictures, batchSize: 64) { Shuffle = true, Seed = Seed };
DataLoader<int> testLoader = new(test, batchSize: 250);

// ---- without labels ---------------------------------------------------------------------------------------------------------------
PictureCoder coder = new(Seed);
Console.WriteLine(coder);
AdamW adam = new(coder) { WeightDecay = 0 };
OneCycleLR schedule = new(adam, maxLr: 3e-3, totalSteps: Epochs * loader.BatchCount);
for (int epoch = 1; epoch <= Epochs; epoch++)
{
    double loss = 0;
    foreach (Batch<int> batch in loader)
    {
        loss += coder.Train(batch.Inputs, adam);
        schedule.Step();
    }
    if (epoch % 5 == 0 || epoch == 1)
        Console.WriteLine($"epoch {epoch,3}  squared error of a pixel {loss / loader.BatchCount:0.0000}");
}

float[] originals = new float[Shown * Pixels], rebuilt = new float[Shown * Pixels];
foreach (Batch<int> batch in testLoader)
{
    batch.Inputs[..originals.Length].CopyTo(originals);
    break;
}
coder.Predict(originals, rebuilt);
PictureFile.Save("reconstructions.png", Pictures(originals), Pictures(rebuilt));
Console.WriteLine($"pictures above, what was drawn from 32 numbers below: {Path.GetFullPath("reconstructions.png")}");

// ---- with few labels --------------------------------------------------------------------------------------------------------------
Dataset<int> few = pictures.Split((double)Labelled / pictures.Count, Seed).Second;
FrozenClassifier frozen = new(Seed);
foreach (Parameter parameter in frozen.Parameters)
{
    // The encoder has the same names in both models.
    if (coder.Parameters.TryGet(parameter.Name, out Parameter? learned) && parameter.Name.StartsWith("encode.", StringComparison.Ordinal))
        parameter.CopyFrom(learned.Values);
}
Console.WriteLine();
Console.WriteLine($"{few.Count} labelled pictures:");
double withEncoder = Teach(frozen, few, testLoader), without = Teach(new FreshClassifier(Seed), few, testLoader);
Console.WriteLine($"from scratch           {without:0.0000}");
Console.WriteLine($"with the frozen encoder {withEncoder:0.0000}");
Console.WriteLine($"test accuracy {withEncoder:0.0000}");

static double Teach(ITrainable<int> model, Dataset<int> pictures, DataLoader<int> test)
{
    DataLoader<int> loader = new(pictures, batchSize: 30) { Shuffle = true, Seed = Seed };
    AdamW adam = new(model) { WeightDecay = 0.1 };
    Trainer<int> trainer = new(model, adam)
    {
        Schedule = new OneCycleLR(adam, maxLr: 3e-3, totalSteps: 40 * loader.BatchCount),
        ScheduleInterval = ScheduleInterval.Batch,
        ShowProgress = false,
    };
    trainer.Fit(loader, epochs: 40);
    return model.Evaluate(test).Accuracy!.Value;
}

static float[][] Pictures(ReadOnlySpan<float> values)
{
    float[][] result = new float[Shown][];
    for (int i = 0; i < Shown; i++)
        result[i] = values.Slice(i * Pixels, Pixels).ToArray();
    return result;
}
