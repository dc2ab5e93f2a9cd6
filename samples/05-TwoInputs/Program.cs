// A network with two inputs and two outputs: it sees a digit, is told a number, and says what they make together.
using System.Globalization;
using ModelDsl;
using ModelDsl.Training;
using Samples.TwoInputs;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Seed = 1, Epochs = 60;

TensorDataset<int> digits = CsvDataset.ReadClasses(
    Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz"),
    new CsvOptions { HasHeader = false, SampleShape = [1, 8, 8], ClassNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] });
(Dataset<int> train, Dataset<int> test) = digits.Split(0.2, Seed);
Transform normalize = new Normalize(mean: 4.88f, std: 6.02f);
DataLoader<int> trainLoader = new(train, batchSize: 32) { Shuffle = true, Seed = Seed, Transform = normalize };
DataLoader<int> testLoader = new(test, batchSize: 120) { Transform = normalize };

AddingNet model = new(Seed);
Console.WriteLine(model);
AdamW adam = new(model) { WeightDecay = 0.01 };
OneCycleLR schedule = new(adam, maxLr: 4e-3, totalSteps: Epochs * trainLoader.BatchCount);
RandomGenerator random = new(Seed);

// The loop that a Trainer runs for models of one input and one target, written out.
for (int epoch = 1; epoch <= Epochs; epoch++)
{
    double loss = 0;
    int batches = 0;
    foreach (Batch<int> batch in trainLoader)
    {
        // The same picture comes with another number each time.
        Questions questions = Questions.Draw(batch, random);
        loss += model.Train(batch.Inputs, questions.Numbers, questions.Digits, questions.Sums, adam);
        schedule.Step();
        batches++;
    }
    if (epoch % 10 == 0 || epoch == 1)
        Console.WriteLine($"epoch {epoch,3}  loss {loss / batches:0.0000}");
}

int right = 0, asked = 0;
double apart = 0;
RandomGenerator examiner = new(Seed + 1);
foreach (Batch<int> batch in testLoader)
{
    Questions questions = Questions.Draw(batch, examiner);
    float[] scores = new float[10 * batch.Count], sums = new float[batch.Count];
    model.Predict(batch.Inputs, questions.Numbers, scores, sums);
    for (int i = 0; i < batch.Count; i++)
    {
        ReadOnlySpan<float> score = scores.AsSpan(10 * i, 10);
        int said = 0;
        for (int k = 1; k < 10; k++)
        {
            if (score[k] > score[said])
                said = k;
        }
        if (asked < 5)
            Console.WriteLine($"a picture of {batch.Targets[i]}, and {questions.Sums[i] - batch.Targets[i]}: the sum ends in {said}, and is about {sums[i]:0.0}");
        right += said == questions.Digits[i] ? 1 : 0;
        apart += Math.Abs(sums[i] - questions.Sums[i]);
        asked++;
    }
}
Console.WriteLine($"sums are {apart / asked:0.00} apart on average");
Console.WriteLine($"test accuracy {(double)right / asked:0.0000}");
