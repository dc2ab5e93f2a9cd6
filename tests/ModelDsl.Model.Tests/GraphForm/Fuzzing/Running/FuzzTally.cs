namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Counts the finite differences that gradients were to be held against.</summary>
internal sealed class FuzzTally
{
    public int Drawn { get; set; }

    /// <summary>Those that said something: there was no kink within their steps.</summary>
    public int Made { get; set; }
}
