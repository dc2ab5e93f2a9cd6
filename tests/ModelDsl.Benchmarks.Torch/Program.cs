// libtorch's side of the comparison: answers the requests of ModelDsl.Benchmarks, which starts it.
using System.Runtime.InteropServices;
using ModelDsl.Benchmarks.Torch;
using ModelDsl.Benchmarks.Worker;

if (args is not [string folder])
{
    Console.Error.WriteLine("This program is started by ModelDsl.Benchmarks: dotnet run -c Release --project tests/ModelDsl.Benchmarks -- compare");
    return 1;
}
// Before TorchSharp, which would try other places, copy 600 MB there, and not say what was missing.
NativeLibrary.Load("LibTorchSharp", typeof(TorchSharp.torch).Assembly, null);
new WorkerLoop(new TorchWorkload(new CaseFiles(folder))).Run(Console.In, Console.Out);
return 0;
