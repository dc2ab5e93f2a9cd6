using ScottPlot;
using SkiaSharp;

namespace ModelDsl.Training;

/// <summary>Draws the course of a training: the losses on the left, the validation accuracy, if there is one, on the right.</summary>
internal static class HistoryPlot
{
    private const float LineWidth = 2.5f;

    /// <summary>Up to so many epochs, each one gets a dot.</summary>
    private const int DottedEpochs = 30;

    /// <summary>The first of these that the machine has: its default may be anything. Without any font, labels are left out.</summary>
    private static readonly string[] SansFonts = ["Segoe UI", "Helvetica Neue", "DejaVu Sans", "Noto Sans", "Liberation Sans", "Arial"];

    private static readonly Color TrainColor = Color.FromHex("#1f77b4");
    private static readonly Color ValidationColor = Color.FromHex("#d95f02");
    private static readonly Color BestColor = Color.FromHex("#888888");

    private static string FontName => SansFonts.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Default;

    public static byte[] RenderPng(IReadOnlyList<EpochResult> epochs, int width, int height)
    {
        bool hasAccuracy = epochs.Any(epoch => epoch.ValidationAccuracy is not null);
        Multiplot plots = new();
        plots.AddPlots(hasAccuracy ? 2 : 1);
        plots.Layout = new ScottPlot.MultiplotLayouts.Columns();
        DrawLoss(plots.GetPlot(0), epochs);
        if (hasAccuracy)
            DrawAccuracy(plots.GetPlot(1), epochs);
        return plots.Render(width, height).GetImageBytes(ImageFormat.Png);
    }

    private static void DrawLoss(Plot plot, IReadOnlyList<EpochResult> epochs)
    {
        DrawCurve(plot, epochs, epoch => epoch.Loss, "training", TrainColor);
        DrawCurve(plot, epochs, epoch => epoch.ValidationLoss, "validation", ValidationColor);
        Label(plot, epochs, "loss", Alignment.UpperRight);
    }

    private static void DrawAccuracy(Plot plot, IReadOnlyList<EpochResult> epochs)
    {
        DrawCurve(plot, epochs, epoch => epoch.ValidationAccuracy, "validation", ValidationColor);
        EpochResult? best = epochs.LastOrDefault(epoch => epoch.IsBest);
        if (best?.ValidationAccuracy is double accuracy)
        {
            var line = plot.Add.VerticalLine(best.Number, LineWidth / 2, BestColor, LinePattern.Dashed);
            line.LegendText = FormattableString.Invariant($"best epoch: {best.Number}, {accuracy:0.0000}");
        }

        Label(plot, epochs, "accuracy", Alignment.LowerRight);
    }

    private static void DrawCurve(Plot plot, IReadOnlyList<EpochResult> epochs, Func<EpochResult, double?> valueOf, string name, Color color)
    {
        EpochResult[] known = [.. epochs.Where(epoch => valueOf(epoch) is double value && double.IsFinite(value))];
        if (known.Length == 0)
            return;
        var curve = plot.Add.Scatter(known.Select(epoch => (double)epoch.Number).ToArray(), known.Select(epoch => valueOf(epoch)!.Value).ToArray(), color);
        curve.LegendText = name;
        curve.LineWidth = LineWidth;
        curve.MarkerSize = known.Length <= DottedEpochs ? 7 : 0;
    }

    private static void Label(Plot plot, IReadOnlyList<EpochResult> epochs, string title, Alignment legend)
    {
        plot.Title(title);
        plot.XLabel("epoch");
        plot.Font.Set(FontName);
        plot.ShowLegend(legend);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Margins(0.04, 0.08);
        if (epochs.Count == 1)
            plot.Axes.SetLimitsX(0, 2); // a single point gives the axis no length
    }
}
