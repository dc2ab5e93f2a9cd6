namespace ModelDsl.Benchmarks.Compare;

/// <summary>A worker's process ended; the message is what it wrote.</summary>
internal sealed class WorkerException(string message) : Exception(message);
