namespace ModelDsl.Generator.Memory;

/// <summary>The memory that a value lies in.</summary>
internal enum Space
{
    /// <summary>The block of one piece of the batch: offset + sample × stride.</summary>
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

    /// <summary>The caller's inputs, in the declared order.</summary>
    Inputs,

    /// <summary>The caller's targets.</summary>
    Targets,

    /// <summary>The caller's outputs.</summary>
    Outputs,
}

/// <param name="Space">Which memory.</param>
/// <param name="Offset">Floats from its start; in a piece's block, the offset of the piece's first sample; in the batch's memory, floats for each sample before it.</param>
/// <param name="Size">Floats of one sample, or of the whole value where the extent is not per sample.</param>
internal sealed record Placement(Space Space, int Offset, int Size);
