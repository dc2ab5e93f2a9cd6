using System.Collections.Immutable;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Optimization;

/// <summary>The order of work: phases with a barrier between them.</summary>
/// <param name="Phases">The phases in their order.</param>
/// <param name="SmallestPiece">The fewest samples that a batch is cut into pieces of.</param>
/// <param name="PieceSize">The most samples in a piece of the batch.</param>
/// <param name="MultiplyAdds">The work for one sample.</param>
internal sealed record SchedulePlan(ImmutableArray<Phase> Phases, int SmallestPiece, int PieceSize, long MultiplyAdds);

/// <summary>Work without order between its tasks: the steps of one piece, or of one part of them, are a task, and so is each task of the other nodes.</summary>
/// <param name="IsPreparation">Whether it depends on parameters and buffers alone, and is skipped while they have not moved.</param>
/// <param name="Samples">The steps that a piece goes through, in their order.</param>
/// <param name="Others">The nodes of the other domains.</param>
internal sealed record Phase(bool IsPreparation, ImmutableArray<Node> Samples, ImmutableArray<Node> Others)
{
    /// <summary>Whether the pieces of a part of the batch come one after another, for they are added up.</summary>
    public bool IsInParts => Samples.Any(node => node.Operator.AddsToPart(node));

    /// <summary>Tasks beside those of the pieces.</summary>
    public int OtherTasks => Others.Sum(node => node.Operator.TaskCount(node));
}
