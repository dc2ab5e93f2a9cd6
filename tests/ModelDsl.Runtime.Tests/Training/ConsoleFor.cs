using System.Text;
using Spectre.Console;

namespace ModelDsl.Runtime.Tests.Training;

/// <summary>Consoles that tests can read.</summary>
internal static class ConsoleFor
{
    /// <summary>Output that went into a file or a pipe.</summary>
    public static IAnsiConsole File(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });

    /// <summary>A terminal of 100 columns.</summary>
    public static IAnsiConsole Terminal(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.TrueColor,
        Interactive = InteractionSupport.Yes,
        Out = new TerminalOutput(writer),
    });

    private sealed class TerminalOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 100;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
