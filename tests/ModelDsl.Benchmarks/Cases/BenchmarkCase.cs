namespace ModelDsl.Benchmarks.Cases;

/// <summary>A network, a batch, and what is done with it.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Model">A class with <c>[Model]</c>, for classes.</param>
/// <param name="Batch">Samples in a step.</param>
/// <param name="Trains">A training step; otherwise a prediction.</param>
/// <param name="Optimizer"><c>SGD</c> with momentum 0.9, or <c>AdamW</c>.</param>
internal sealed record BenchmarkCase(string Name, Type Model, int Batch, bool Trains = true, string Optimizer = "SGD")
{
    /// <summary>A chain with the same input and layers, for a network in the graph form, whose layers stand on its methods.</summary>
    public Type Layers { get; init; } = Model;

    public double LearningRate => Optimizer == "SGD" ? 0.01 : 0.001;

    public string Description =>
        $"{Model.Name}, batch {Batch}, {(Trains ? $"training step with {Optimizer}" : "prediction")}";

    public ITrainable<int> CreateModel() => (ITrainable<int>)Activator.CreateInstance(Model, 1L)!;
}
