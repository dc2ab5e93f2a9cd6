using System.Globalization;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Shapes;

/// <summary>What convolutions and poolings have in common.</summary>
internal static class PictureRules
{
    /// <summary>Requires an argument for both directions, written once or for each, to be at least <paramref name="minimum"/>.</summary>
    /// <param name="shapes">The layer.</param>
    /// <param name="argument">The argument without its direction: <c>Kernel</c> of <c>KernelHeight</c>, <c>KernelWidth</c> and <c>KernelSize</c>.</param>
    /// <param name="height">Its value for rows.</param>
    /// <param name="width">Its value for columns.</param>
    /// <param name="minimum">The least value.</param>
    public static bool Pair(this ShapeContext shapes, string argument, int height, int width, int minimum)
    {
        if (height >= minimum && width >= minimum) return true;
        string direction = height < minimum ? "Height" : "Width";
        return shapes.AtLeast(WrittenName(shapes, argument, direction), height < minimum ? height : width, minimum);
    }

    /// <summary>Requires the groups of a convolution to divide its input and output channels.</summary>
    public static bool GroupsDivide(this ShapeContext shapes, int groups, int inChannels, int outChannels)
    {
        if (inChannels % groups == 0 && outChannels % groups == 0) return true;
        (int channels, string side) = inChannels % groups != 0 ? (inChannels, "input") : (outChannels, "output");
        int near = Math.Min(groups, Math.Min(inChannels, outChannels));
        while (inChannels % near != 0 || outChannels % near != 0) near--;
        string advice = $"Write Groups = {near}, which divides both {inChannels} input and {outChannels} output channels.";
        shapes.ReportFixable(Descriptors.GroupsDoNotDivide, "Groups", Invariant(near), shapes.Layer.Text, Invariant(channels), side, Invariant(groups), advice);
        return false;
    }

    /// <summary>Infers a pooling: the same channels, as many pixels as windows fit.</summary>
    public static void Pool(this ShapeContext shapes, Window rows, Window columns)
    {
        if (rows.Padding > rows.Span / 2 || columns.Padding > columns.Span / 2)
        {
            string most = Invariant(Math.Min(rows.Span, columns.Span) / 2);
            shapes.ReportFixable(Descriptors.OutOfRange, "Padding", most, shapes.Layer.Text, "Padding", Invariant(rows.Padding), $"at most half of the window, {most}");
            return;
        }
        if (!shapes.Slide(shapes.Input[0], rows, columns) || rows.CeilMode) return;
        shapes.CheckUnseen("rows", shapes.Input[1], rows);
        shapes.CheckUnseen("columns", shapes.Input[2], columns);
    }

    /// <summary>Sets the output to a picture with one pixel for each window, or reports that none fits.</summary>
    public static bool Slide(this ShapeContext shapes, int channels, Window rows, Window columns)
    {
        Shape input = shapes.Input;
        long height = rows.CountIn(input[1]), width = columns.CountIn(input[2]);
        if (height > 0 && width > 0)
        {
            shapes.SetPicture(channels, height, width);
            return true;
        }
        string window = $"{rows.Span}×{columns.Span} pixels";
        string given = $"a picture of {input[1]}×{input[2]}";
        if (rows.Padding > 0 || columns.Padding > 0) given += $" ({input[1] + 2 * rows.Padding}×{input[2] + 2 * columns.Padding} with its border)";
        shapes.Report(Descriptors.KernelTooLarge, WrittenName(shapes, "Kernel", height > 0 ? "Width" : "Height"), shapes.Layer.Text, window, given, shapes.Path);
        return false;
    }

    /// <summary>Sets the output to a picture.</summary>
    public static void SetPicture(this ShapeContext shapes, int channels, long height, long width)
        => shapes.Output = Shape.Named((channels, ChannelsName(shapes)), ((int)Math.Min(height, int.MaxValue), ""), ((int)Math.Min(width, int.MaxValue), ""));

    /// <summary>Pooling leaves the channels; a convolution makes others.</summary>
    private static string ChannelsName(ShapeContext shapes) => shapes.Layer.Has("OutChannels") ? shapes.Layer.ConstantOf("OutChannels") : shapes.Input.NameOf(0);

    private static void CheckUnseen(this ShapeContext shapes, string what, int size, Window window)
    {
        long unseen = window.UnseenOf(size);
        if (unseen == 0) return;
        string count = unseen == 1 ? what.TrimEnd('s') : $"{unseen} {what}";
        shapes.Report(Descriptors.DropsPixels, null, shapes.Layer.Text, count, $"{size} {what}", "Write CeilMode = true if it should.");
    }

    private static string Invariant(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string WrittenName(ShapeContext shapes, string argument, string direction)
        => shapes.Layer.Has(argument + direction) ? argument + direction
            : shapes.Layer.Has(argument + "Size") ? argument + "Size"
            : shapes.Layer.Has(argument) ? argument
            : argument + direction;
}
