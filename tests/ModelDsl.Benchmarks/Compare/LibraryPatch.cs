using System.Buffers.Binary;
using System.Text;

namespace ModelDsl.Benchmarks.Compare;

/// <summary>
/// Makes TorchSharp's native library load where libstdc++ is older than GCC 13's. Such a libstdc++ lacks one version, <c>GLIBCXX_3.4.32</c>, with
/// one symbol, which is never called: headers refer to it so that a library built with them is not loaded beside an old libstdc++. Both are
/// marked as weak (optional) in the ELF file, whose loader then goes on without them.
/// </summary>
internal static class LibraryPatch
{
    private const string Version = "GLIBCXX_3.4.32", Symbol = "_ZSt21ios_base_library_initv";

    private const uint SectionDynamicSymbols = 11, SectionVersionsNeeded = 0x6FFFFFFE;

    private const int VersionWeak = 2, BindingWeak = 2 << 4, SymbolSize = 24;

    /// <param name="folder">A program's output folder.</param>
    public static void ApplyTo(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "libLibTorchSharp.so", SearchOption.AllDirectories))
        {
            byte[] file = File.ReadAllBytes(path);
            Apply(file);
            File.WriteAllBytes(path, file);
        }
    }

    /// <summary>For the ELF format, 64 bits, little endian: see elf(5).</summary>
    private static void Apply(Span<byte> file)
    {
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file[0x28..]), size = Half(file, 0x3A), count = Half(file, 0x3C);
        for (int section = 0; section < count; section++)
        {
            Span<byte> header = file[(table + section * size)..];
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            int offset = Long(header, 0x18), length = Long(header, 0x20), link = Int(header, 0x28);
            int names = Long(file, table + link * size + 0x18);
            if (type == SectionDynamicSymbols)
                WeakenSymbol(file, offset, length, names);
            else if (type == SectionVersionsNeeded)
                WeakenVersion(file, offset, names);
        }
    }

    private static void WeakenSymbol(Span<byte> file, int start, int length, int names)
    {
        for (int symbol = start; symbol < start + length; symbol += SymbolSize)
        {
            if (IsText(file, names + Int(file, symbol), Symbol))
                file[symbol + 4] = (byte)(BindingWeak | (file[symbol + 4] & 0xF));
        }
    }

    private static void WeakenVersion(Span<byte> file, int need, int names)
    {
        while (true)
        {
            int version = need + Int(file, need + 8);
            for (int left = Half(file, need + 2); left > 0; left--)
            {
                if (IsText(file, names + Int(file, version + 8), Version))
                    BinaryPrimitives.WriteUInt16LittleEndian(file[(version + 4)..], (ushort)(Half(file, version + 4) | VersionWeak));
                version += Int(file, version + 12);
            }
            int next = Int(file, need + 12);
            if (next == 0) return;
            need += next;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> file, int at, string text) =>
        file[at..].StartsWith(Encoding.ASCII.GetBytes(text)) && file[at + text.Length] == 0;

    private static int Half(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);

    private static int Int(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file[at..]);

    private static int Long(ReadOnlySpan<byte> file, int at) => (int)BinaryPrimitives.ReadInt64LittleEndian(file[at..]);
}
