// Compares ModelDsl with libtorch, and measures unusual shapes, the start of a program, the compiler, and kernels.
using System.CommandLine;
using System.Globalization;
using ModelDsl.Benchmarks.Cases;
using ModelDsl.Benchmarks.Compare;
using ModelDsl.Benchmarks.Compiler;
using ModelDsl.Benchmarks.Kernels;
using ModelDsl.Benchmarks.Shapes;
using ModelDsl.Benchmarks.Start;
using ModelDsl.Benchmarks.Worker;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The process that is measured goes past the command line's library, which would show in its memory.
if (args is ["worker", string folder])
{
    new WorkerLoop(new CompiledWorkload(new CaseFiles(folder))).Run(Console.In, Console.Out);
    return 0;
}
if (args is ["first-step"])
{
    FirstStep.Run();
    return 0;
}

Option<string[]> names = new("--case") { Description = "A case of `list`; may be repeated. [default: those of the table]", HelpName = "NAME" };
Option<bool> further = new("--further") { Description = "The further cases of `list`, and not those of the table; has no effect beside --case, which takes either." };
Option<string?> json = new("--json") { Description = "Writes the rows into a file as well.", HelpName = "FILE" };
Option<int> rounds = new("--rounds") { Description = "How often each side is measured.", HelpName = "N", DefaultValueFactory = _ => 5 };
names.Validators.Add(result =>
{
    foreach (string name in result.Tokens.Select(token => token.Value).Where(name => BenchmarkCases.Find(name) is null))
        result.AddError($"--case: expected a name of `list`, got '{name}'");
});
rounds.Validators.Add(result =>
{
    if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int number) && number < 1)
        result.AddError($"--rounds: expected 1 or more, got {number}");
});

Command compare = new("compare", "Runs ModelDsl and libtorch in turn, in processes of their own.") { names, further, json, rounds };
compare.SetAction(arguments =>
{
    string[] chosen = arguments.GetValue(names) ?? [];
    IEnumerable<BenchmarkCase> cases = chosen.Length > 0 ? BenchmarkCases.All.Concat(BenchmarkCases.Further).Where(known => chosen.Contains(known.Name))
        : arguments.GetValue(further) ? BenchmarkCases.Further : BenchmarkCases.All;
    return CompareCommand.Run([.. cases], arguments.GetValue(json), arguments.GetValue(rounds));
});

Option<string?> filter = new("--shape") { Description = "Only shapes whose name contains this.", HelpName = "TEXT" };
Command shapes = new("shapes", "Measures unusual shapes beside their nearest round neighbours; ModelDsl alone.") { filter };
shapes.SetAction(arguments => ShapesCommand.Run(arguments.GetValue(filter)));

Command roof = new("roof", "Measures what the multiply-add units of this machine give at most.");
roof.SetAction(_ =>
{
    Console.WriteLine($"1 core:  {Roof.Measure(1, 1):F1} Gflop/s");
    Console.WriteLine($"{Environment.ProcessorCount} cores: {Roof.Measure(Environment.ProcessorCount, 1):F1} Gflop/s");
});

Argument<string[]> program = new("command") { Description = "Another program than the first training step, with its arguments.", Arity = ArgumentArity.ZeroOrMore };
Command start = new("start", "Measures the time from the start of a process to its first line of output: the end of its first training step.") { program };
start.SetAction(arguments => StartCommand.Run(arguments.GetValue(program) ?? []));

Command compiler = new("compiler", "Measures the generator and the analyzer on a network of 50 layers.");
Option<bool> asGraph = new("--graph") { Description = "The graph form, with residuals, in place of the chain." };
Option<FileInfo?> generator = new("--generator") { Description = "Another build of ModelDsl.Generator.dll, as that with machine code. [default: the solution's]" };
compiler.Options.Add(asGraph);
compiler.Options.Add(generator);
compiler.SetAction(result => CompilerCommand.Run(result.GetValue(asGraph), result.GetValue(generator)?.FullName));

Argument<string[]> forwarded = new("arguments") { Description = "BenchmarkDotNet's own, after `--`, such as --filter *GELU*. [default: all kernels]", Arity = ArgumentArity.ZeroOrMore };
Command kernels = new("kernels", "Measures kernels of the runtime, alone on one thread, by BenchmarkDotNet.") { forwarded };
kernels.SetAction(arguments => KernelsCommand.Run(arguments.GetValue(forwarded) ?? []));

Command list = new("list", "Names the cases of `compare`.");
list.SetAction(_ =>
{
    foreach (BenchmarkCase @case in BenchmarkCases.All) Console.WriteLine($"{@case.Name,-20} {@case.Description}");
    Console.WriteLine();
    Console.WriteLine("Further ones (--further):");
    foreach (BenchmarkCase @case in BenchmarkCases.Further) Console.WriteLine($"{@case.Name,-20} {@case.Description}");
});

return new RootCommand("Benchmarks of ModelDsl.") { compare, shapes, roof, start, compiler, kernels, list }.Parse(args).Invoke();
