namespace ModelDsl.Generator.Memory;

/// <summary>The size of the memory that a schedule needs; where each value lies in it stands in <see cref="Graphs.Value.Placement"/>.</summary>
/// <param name="WorkerFloats">Floats of the block of a worker.</param>
/// <param name="PieceFloats">Floats of the block of one piece.</param>
/// <param name="BatchFloats">Floats of the memory of all samples, for each sample.</param>
/// <param name="ScratchFloats">Floats that a step needs while it runs.</param>
/// <param name="SharedFloats">Floats of the memory that is there once.</param>
internal sealed record MemoryPlan(int WorkerFloats, int PieceFloats, int BatchFloats, int ScratchFloats, int SharedFloats);
