// A residual network, composed of smaller models, learns to tell clothes apart; or, with --data, the pictures of CIFAR-10.
using System.CommandLine;
using System.Globalization;
using ModelDsl;
using ModelDsl.Training;
using Samples.Residual;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Option<string?> data = new("--data") { Description = "A folder with the original files of Fashion-MNIST or CIFAR-10, instead of the few pictures that come along.", HelpName = "FOLDER" };
Option<int> epochs = new("--epochs") { Description = "How often to go through the pictures.", HelpName = "N", DefaultValueFactory = _ => 8 };
Option<long> seed = new("--seed") { Description = "First weights, order and shifts follow from it.", HelpName = "N", DefaultValueFactory = _ => 1 };
epochs.Validators.Add(result =>
{
    // What is no number at all gets its message from the parser.
    if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int number) && number < 1)
        result.AddError($"--epochs: expected 1 or more, got {number}");
});
RootCommand command = new("Trains a small residual network on pictures.") { data, epochs, seed };
command.SetAction(arguments =>
{
    try
    {
        Run(arguments.GetValue(data) ?? Path.Combine(AppContext.BaseDirectory, "data"), arguments.GetValue(epochs), arguments.GetValue(seed));
        return 0;
    }
    catch (IOException e) // a missing or damaged file
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();

static void Run(string folder, int epochs, long seed)
{
    bool isCifar = Cifar10.IsIn(folder);
    ImageDataset train = isCifar ? Cifar10.Load(folder, DataPart.Train) : FashionMnist.Load(folder, DataPart.Train);
    ImageDataset test = isCifar ? Cifar10.Load(folder, DataPart.Test) : FashionMnist.Load(folder, DataPart.Test);
    Normalize normalize = isCifar ? new Normalize(mean: [0.491f, 0.482f, 0.447f], std: [0.247f, 0.243f, 0.262f]) : new Normalize(mean: 0.286f, std: 0.353f);
    Compose augmentation = new(new RandomCrop(train.SampleShape[1], isCifar ? 4 : 1), new RandomHorizontalFlip(), normalize);
    DataLoader<int> trainLoader = new(train, batchSize: 64) { Shuffle = true, Seed = seed, Transform = augmentation };
    DataLoader<int> testLoader = new(test, batchSize: 250) { Transform = normalize };

    ITrainable<int> model = isCifar ? new CifarResNet(seed) : new FashionResNet(seed);
    Console.WriteLine(model);
    AdamW adam = new(model) { WeightDecay = 0.05 };
    Trainer<int> trainer = new(model, adam)
    {
        Schedule = new OneCycleLR(adam, maxLr: 3e-3, totalSteps: epochs * trainLoader.BatchCount),
        ScheduleInterval = ScheduleInterval.Batch,
    };
    History history = trainer.Fit(trainLoader, testLoader, epochs);
    Console.WriteLine($"trained for {history.Duration.TotalSeconds:0.0} s");
    Console.WriteLine($"test accuracy {model.Evaluate(testLoader).Accuracy:0.0000}");
}
