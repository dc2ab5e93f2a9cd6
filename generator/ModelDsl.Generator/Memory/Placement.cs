namespace ModelDsl.Generator.Memory;

/// <summary>The memory that a value lies in.</summary>
internal enum Space
{
    /// <summary>The block of a worker, for the piece that it has at hand: what lives within one phase, offset + sample × stride.</summary>
    Worker,

    /// <summary>The block of one piece of the batch, for what it leaves to later phases: offset + sample × stride.</summary>
    Piece,

    /// <summary>The memory of all samples, one after another: what steps read or write that look at the whole batch.</summary>
    Batch,

    /// <summary>The part of the arena that is there once.</summary>
    Shared,

    /// <summary>The parameter block.</summary>
    Parameters,

    /// <summary>The gradient block, laid out as the parameters.</summary>
    Gradients,

    /// <summary>The block of buffers (running statistics) and frozen parameters.</summary>
    Buffers,

    /// <summary>An input of the caller's, in the declared order of its elements.</summary>
    Inputs,

    /// <summary>A target of the caller's.</summary>
    Targets,

    /// <summary>An output of the caller's.</summary>
    Outputs,
}

/// <param name="Space">Which memory.</param>
/// <param name="Offset">Floats from its start; in a worker's or a piece's block, the offset of the piece's first sample; in the batch's memory, floats for each sample before it.</param>
/// <param name="Size">Floats of one sample, or of the whole value where the extent is not per sample.</param>
/// <param name="Index">For what is the caller's: which of its inputs, targets or outputs.</param>
internal sealed record Placement(Space Space, int Offset, int Size, int Index = 0);
