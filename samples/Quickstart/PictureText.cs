using System.Text;
using ModelDsl.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Samples.Quickstart;

/// <summary>Draws pictures with characters, at half their size: the mean of 2×2 pixels each.</summary>
internal static class PictureText
{
    /// <summary>From black to white, for output without colours.</summary>
    private const string Ramp = " .:-=+*#%@";

    /// <summary>
    /// In a terminal, the upper half block ▀ shows two pixels: the upper one in the colour of the character, the lower one in that of its
    /// background. In a file, a character of a ramp from light to dark ink shows both.
    /// </summary>
    public static IRenderable Draw(ImageDataset pictures, int index)
    {
        Color[,] pixels = Halve(pictures, index);
        return AnsiConsole.Profile.Capabilities is { Ansi: true, Unicode: true } ? Blocks(pixels) : Letters(pixels);
    }

    private static Paragraph Blocks(Color[,] pixels)
    {
        Paragraph text = new();
        for (int y = 0; y + 1 < pixels.GetLength(0); y += 2)
        {
            for (int x = 0; x < pixels.GetLength(1); x++)
                text.Append("▀", new Style(pixels[y, x], pixels[y + 1, x]));
            text.Append("\n");
        }

        return text;
    }

    private static Text Letters(Color[,] pixels)
    {
        StringBuilder text = new();
        for (int y = 0; y + 1 < pixels.GetLength(0); y += 2)
        {
            for (int x = 0; x < pixels.GetLength(1); x++)
                text.Append(Ramp[(Brightness(pixels[y, x]) + Brightness(pixels[y + 1, x])) * Ramp.Length / 512]);
            text.Append('\n');
        }

        return new Text(text.ToString());
    }

    /// <summary>As bright as the eye sees it, from 0 to 255 (ITU-R BT.601).</summary>
    private static int Brightness(Color color) => (299 * color.R + 587 * color.G + 114 * color.B) / 1000;

    private static Color[,] Halve(ImageDataset pictures, int index)
    {
        (int channels, int height, int width) = (pictures.SampleShape[0], pictures.SampleShape[1], pictures.SampleShape[2]);
        ReadOnlySpan<byte> bytes = pictures.Pixels(index);
        Color[,] half = new Color[height / 2, width / 2];
        Span<byte> rgb = stackalloc byte[3];
        for (int y = 0; y < height / 2; y++)
        {
            for (int x = 0; x < width / 2; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    ReadOnlySpan<byte> plane = bytes.Slice((channels == 1 ? 0 : c) * height * width, height * width);
                    int at = 2 * y * width + 2 * x;
                    rgb[c] = (byte)((plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1] + 2) / 4);
                }

                half[y, x] = new Color(rgb[0], rgb[1], rgb[2]);
            }
        }

        return half;
    }
}
