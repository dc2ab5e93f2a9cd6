using System.Text.RegularExpressions;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Advice;

/// <summary>Values that are computed and go nowhere: a local that is never read, or a call whose result is dropped as if it changed its argument.</summary>
internal static class UnusedValues
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        if (context.Spec.Body is not { } body) yield break;
        HashSet<OperandSpec> read = [.. context.Spec.Operations.SelectMany(operation => operation.Inputs), .. context.Spec.Outputs.Select(output => output.Value)];
        if (context.Spec.Loss is { } loss) read.Add(loss);
        HashSet<OperandSpec> reported = [];
        foreach (LocalSpec call in body.Ignored)
        {
            if (!read.Contains(call.Value) && reported.Add(call.Value))
                yield return new Problem(Descriptors.UnusedValue, new Site(SiteKind.Layer, call.Place), new[] { call.Name, $"Write '{TargetOf(call.Name)} = ' before it: tensors never change, functions make new ones." }, TargetOf(call.Name));
        }
        foreach (LocalSpec local in body.Locals)
        {
            if (!read.Contains(local.Value) && reported.Add(local.Value))
                yield return new Problem(Descriptors.UnusedValue, new Site(SiteKind.Layer, local.Place), new[] { local.Name, "Use it, or remove it." });
        }
    }

    /// <summary>The local that the call seems to be meant to change: what it is given first, <c>x</c> of <c>ReLU(x)</c> and of <c>x.Reshape(4)</c>.</summary>
    private static string TargetOf(string call)
    {
        Match match = Regex.Match(call, @"^(?:(?<name>\w+)\.)?\w+\((?:(?<name>\w+)\s*[,)])?");
        string name = match.Groups["name"].Captures.Count > 0 ? match.Groups["name"].Captures[0].Value : "x";
        return char.IsLetter(name[0]) ? name : "x";
    }
}
