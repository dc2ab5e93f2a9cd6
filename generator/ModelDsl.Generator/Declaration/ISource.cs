using Microsoft.CodeAnalysis;

namespace ModelDsl.Generator.Declaration;

/// <summary>A place in the source that a problem can be shown at: an attribute, or an expression of a body.</summary>
internal interface ISource
{
    /// <summary>What stands there, on one line.</summary>
    string Text { get; }

    /// <summary>Where it stands.</summary>
    /// <param name="argument">One of its arguments, by name; null for the whole.</param>
    Location Locate(string? argument);
}
