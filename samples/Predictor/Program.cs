// Tells clothes apart with the network that Quickstart trained and saved. Published as native code, it answers before others have started.
using System.Diagnostics;
using System.Globalization;
using ModelDsl;
using Samples.Predictor;
using Samples.Quickstart;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string weights = args.Length > 0 ? args[0] : "FashionNet.safetensors";
int count = args.Length > 1 && int.TryParse(args[1], out int number) ? number : 10;
if (!File.Exists(weights))
{
    Console.Error.WriteLine($"{weights}: no such file. Quickstart saves it: dotnet run -c Release --project samples/Quickstart");
    return 1;
}

try
{
    string[] names = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
    FashionNet model = new(seed: 0);
    model.Load(weights);
    float[][] pictures = Pictures.Read(Path.Combine(AppContext.BaseDirectory, "data", "t10k-images-idx3-ubyte.gz"), count);
    float[] scores = new float[names.Length];
    foreach (float[] picture in pictures)
    {
        long start = Stopwatch.GetTimestamp();
        model.Predict(picture, scores);
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        int best = scores.AsSpan().IndexOf(scores.Max());
        Console.WriteLine($"{names[best],-12} {1 / scores.Sum(score => Math.Exp(score - scores[best])):0.00}   {time:0.000} ms");
    }
    return 0;
}
catch (Exception e) when (e is IOException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
