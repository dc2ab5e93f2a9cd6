// Trains a small network on pictures, shows what it has learned, saves it and reads it back.
using System.CommandLine;
using System.Globalization;
using System.Text;
using Samples.Quickstart;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8; // for the pictures

Option<string?> data = new("--data")
{
    Description = "A folder with the original files of Fashion-MNIST or CIFAR-10, to learn from those instead of the few that come with the sample.",
    HelpName = "FOLDER",
};
Option<int?> epochs = new("--epochs")
{
    Description = "How often to go through the pictures. [default: 14 for the pictures that come with the sample]",
    HelpName = "N",
};
Option<long> seed = new("--seed")
{
    Description = "First weights, order, shifts and dropout follow from it: the same seed gives the same network.",
    HelpName = "N",
    DefaultValueFactory = _ => 1,
};
epochs.Validators.Add(result =>
{
    // What is no number at all gets its message from the parser.
    if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int number) && number < 1)
        result.AddError($"--epochs: expected 1 or more, got {number}");
});

RootCommand command = new("Trains a small network on pictures of clothes, or on other pictures.") { data, epochs, seed };
command.SetAction(arguments =>
{
    try
    {
        string? folder = arguments.GetValue(data);
        PictureSet pictures = folder is null ? PictureSet.Embedded() : PictureSet.From(folder);
        Lesson.Run(pictures, arguments.GetValue(epochs) ?? pictures.Epochs, arguments.GetValue(seed));
        return 0;
    }
    catch (IOException e) // DatasetException is one
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
