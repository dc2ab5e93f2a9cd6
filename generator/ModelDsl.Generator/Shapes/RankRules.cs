using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Shapes;

/// <summary>What layers require of the kind of their input. Each returns whether it holds, and reports it where not.</summary>
internal static class RankRules
{
    /// <summary>Requires a picture [C, H, W].</summary>
    public static bool IsPicture(this ShapeContext shapes)
    {
        if (shapes.Input.Rank == 3) return true;
        if (shapes.Input.Rank == 1 && shapes.Layer.Kind == "BatchNorm2d")
        {
            shapes.ReportFixable(Descriptors.WrongRank, null, "BatchNorm1d", shapes.Layer.Text, "a picture [C, H, W]", Describe(shapes.Input), shapes.Path, "Write BatchNorm1d.");
            return false;
        }
        string advice = shapes.Input.Rank == 2 && IsFirstLayer(shapes)
            ? $"Write the channels too: {shapes.Declaration($"1, {string.Join(", ", shapes.Input.Dimensions.Items)}")}."
            : $"Move it before the layer that makes a vector of the picture, or declare a picture: {shapes.Declaration("channels, height, width")}.";
        shapes.Report(Descriptors.WrongRank, null, shapes.Layer.Text, "a picture [C, H, W]", Describe(shapes.Input), shapes.Path, advice);
        return false;
    }

    /// <summary>Requires a vector [F].</summary>
    public static bool IsVector(this ShapeContext shapes)
    {
        if (shapes.Input.Rank == 1) return true;
        if (shapes.Input.Rank == 3 && shapes.Layer.Kind == "BatchNorm1d")
            shapes.ReportFixable(Descriptors.WrongRank, null, "BatchNorm2d", shapes.Layer.Text, "a vector [F]", Describe(shapes.Input), shapes.Path, "Write BatchNorm2d, or Flatten before it.");
        else
            ReportMissingFlatten(shapes, "a vector [F]");
        return false;
    }

    /// <summary>Requires a vector [F], or a sequence [T, F] of them.</summary>
    public static bool IsVectorOrSequence(this ShapeContext shapes)
    {
        if (shapes.Input.Rank is 1 or 2) return true;
        ReportMissingFlatten(shapes, "a vector [F]");
        return false;
    }

    /// <summary><c>a picture [3, 32, 32]</c></summary>
    public static string Describe(Shape shape) => shape.Rank switch
    {
        0 => "one value []",
        1 => $"a vector {shape}",
        2 => $"a sequence {shape}",
        3 => $"a picture {shape}",
        _ => $"{shape}",
    };

    private static void ReportMissingFlatten(ShapeContext shapes, string wanted)
        => shapes.ReportFixable(Descriptors.WrongRank, null, "Flatten", shapes.Layer.Text, wanted, Describe(shapes.Input), shapes.Path, "Write Flatten before it.");

    private static bool IsFirstLayer(ShapeContext shapes) => shapes.Inputs[0].Producer is null;
}
