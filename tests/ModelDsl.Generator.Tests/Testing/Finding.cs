using Microsoft.CodeAnalysis;

namespace ModelDsl.Generator.Tests.Testing;

/// <summary>A diagnostic as a user sees it: its id, the text that is underlined, and the message.</summary>
internal sealed record Finding(string Id, string Text, string Message, DiagnosticSeverity Severity)
{
    public static Finding Of(Diagnostic diagnostic)
        => new(
            diagnostic.Id,
            diagnostic.Location.SourceTree?.GetText().ToString(diagnostic.Location.SourceSpan) ?? "",
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            diagnostic.Severity);
}
