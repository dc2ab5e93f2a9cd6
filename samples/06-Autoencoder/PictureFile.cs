using SkiaSharp;

namespace Samples.Autoencoder;

/// <summary>Writes pictures as a PNG file.</summary>
internal static class PictureFile
{
    private const int Side = 28, Gap = 4, Scale = 3;

    /// <summary>Rows of pictures, one below the other.</summary>
    public static void Save(string file, params float[][][] rows)
    {
        int columns = rows.Max(row => row.Length), step = Side * Scale + Gap;
        using SKBitmap bitmap = new(columns * step + Gap, rows.Length * step + Gap);
        bitmap.Erase(SKColors.White);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < rows[row].Length; column++)
                Draw(bitmap, rows[row][column], Gap + column * step, Gap + row * step);
        }
        using FileStream stream = File.Create(file);
        bitmap.Encode(stream, SKEncodedImageFormat.Png, quality: 100);
    }

    private static void Draw(SKBitmap bitmap, float[] picture, int left, int top)
    {
        for (int y = 0; y < Side * Scale; y++)
        {
            for (int x = 0; x < Side * Scale; x++)
            {
                byte grey = (byte)(255 * Math.Clamp(picture[y / Scale * Side + x / Scale], 0, 1));
                bitmap.SetPixel(left + x, top + y, new SKColor(grey, grey, grey));
            }
        }
    }
}
