using System.Text.RegularExpressions;
using ModelDsl.Training;
using Spectre.Console;

namespace ModelDsl.Runtime.Tests.Training;

[Collection(Trainings.Name)]
public sealed partial class ProgressTests
{
    [Fact]
    public void Redirected_OneLineForEachEpochAndNoEscapes()
    {
        StringWriter output = new();
        Fit(ConsoleFor.File(output), epochs: 3);
        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^epoch [123]/3  loss \d\.\d{4}  validation \d\.\d{4}  accuracy [01]\.\d{4}  [\d,]+/s  \d+\.\d s(  best)?$", line));
        Assert.EndsWith("best", lines[0]);
    }

    [Fact]
    public void Redirected_WithoutValidation_LeavesItOut()
    {
        StringWriter output = new();
        SoftmaxRegression model = new(2, 3);
        new Trainer<int>(model, new SGD(model)) { Console = ConsoleFor.File(output) }.Fit(TrainerTests.Loader(TrainerTests.Clusters(20, 1)), epochs: 1);
        Assert.Matches(@"^epoch 1/1  loss \d\.\d{4}  [\d,]+/s  \d+\.\d s\s*$", output.ToString());
    }

    [Fact]
    public void Terminal_ShowsABarWithNumbersAndClearsIt()
    {
        StringWriter output = new();
        Fit(ConsoleFor.Terminal(output), epochs: 2);
        string text = output.ToString();
        Assert.Contains("\u001b[?25l", text); // hides the cursor
        Assert.EndsWith("\u001b[?25h", text.TrimEnd()); // and shows it again
        string plain = Escapes().Replace(text, "");
        Assert.Matches(@"epoch 1/2 .+ loss \d\.\d{4} .+/s  \d+:\d\d left", plain);
        Assert.Matches(@"epoch 2/2 .+ 100% loss \d\.\d{4}  accuracy \d\.\d{4} ", plain);
        Assert.Matches(@"epoch 1/2  loss \d\.\d{4}  validation", plain);
        Assert.Contains('━', plain);
        Assert.Contains("\u001b[2K", text[text.LastIndexOf('━')..]); // the last bar is wiped away
    }

    [Fact]
    public void Terminal_TrainingThrows_ShowsTheCursorAgain()
    {
        StringWriter output = new();
        SoftmaxRegression model = new(2, 3) { OnTrain = step => throw new InvalidTimeZoneException() };
        Trainer<int> trainer = new(model, new SGD(model)) { Console = ConsoleFor.Terminal(output) };
        Assert.Throws<InvalidTimeZoneException>(() => trainer.Fit(TrainerTests.Loader(TrainerTests.Clusters(20, 1)), epochs: 1));
        Assert.EndsWith("\u001b[?25h", output.ToString().TrimEnd());
    }

    [Fact]
    public void EarlyStopping_SaysWhyAndWhatWasBest()
    {
        StringWriter output = new();
        SoftmaxRegression model = new(2, 3);
        Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0.5, Maximize = true }) { Console = ConsoleFor.File(output), Patience = 2 };
        trainer.Fit(TrainerTests.Loader(TrainerTests.Clusters(60, 1)), TrainerTests.Loader(TrainerTests.Clusters(30, 2)), epochs: 9);
        Assert.EndsWith($"stopped early: 2 epochs without a better validation{Environment.NewLine}the best epoch was 1{Environment.NewLine}", output.ToString());
    }

    private static void Fit(IAnsiConsole console, int epochs)
    {
        SoftmaxRegression model = new(2, 3);
        Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0.1 }) { Console = console };
        trainer.Fit(TrainerTests.Loader(TrainerTests.Clusters(60, 1)), TrainerTests.Loader(TrainerTests.Clusters(30, 2)), epochs);
    }

    [GeneratedRegex(@"\u001b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
