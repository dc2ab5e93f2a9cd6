using System.Diagnostics;
using System.Globalization;
using ModelDsl.Benchmarks.Worker;

namespace ModelDsl.Benchmarks.Compare;

/// <summary>A process that computes one case for one side, and is asked through its standard input.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private WorkerProcess(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        Answer();
    }

    /// <summary>ModelDsl's side: this program again.</summary>
    public static WorkerProcess Ours(string folder) => new(typeof(WorkerProcess).Assembly.Location, "worker", folder);

    public static WorkerProcess Torch(string program, string folder) => new(program, folder);

    /// <summary>The largest the process has been in memory so far, in MB (10⁶ bytes).</summary>
    public double PeakMegabytes
    {
        get
        {
            string status = $"/proc/{_process.Id}/status";
            if (!File.Exists(status)) return _process.PeakWorkingSet64 / 1e6;
            string line = File.ReadLines(status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)); // "VmHWM:  51234 kB"
            return double.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
    }

    public double[] Ask(string verb, params ReadOnlySpan<double> numbers)
    {
        string request = verb;
        foreach (double number in numbers) request += string.Create(CultureInfo.InvariantCulture, $" {number}");
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        return [.. Answer().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2000)) _process.Kill();
        _process.Dispose();
    }

    private string Answer()
    {
        string others = "";
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(WorkerLoop.AnswerMark, StringComparison.Ordinal)) return line[WorkerLoop.AnswerMark.Length..];
            others += line + "\n";
        }
        throw new WorkerException((others + _errors.Result).Trim());
    }
}
