using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// A 3×3 convolution of stride 1 by Winograd's algorithm, forward or, with the weights turned round, of a gradient: the patches of 32 tiles become a
/// matrix [tile × channel] for each of their elements, each is multiplied with its matrix of weights, and the products become pixels.
/// </summary>
/// <param name="X">The picture.</param>
/// <param name="Weight">The transformed weights.</param>
/// <param name="Y">The result.</param>
/// <param name="Padding">Zeros before the first row and column of the picture.</param>
/// <param name="Bias">What is added, or null.</param>
/// <param name="ClampsAtZero">Whether ReLU is applied.</param>
internal sealed record WinogradProduct(Value X, Value Weight, Value Y, int Padding, Value? Bias, bool ClampsAtZero)
{
    /// <summary>As the kernels have it.</summary>
    public const int TilesAtATime = 32;

    private const int MostSamples = 16;

    /// <summary>Floats from one tile's channels to the next; not a multiple of 1 KB, at which all tiles would meet in few sets of the cache.</summary>
    public static int StrideOf(int channels) => Layout.RoundUp(channels) - Panels.PadsOf(channels) is int stride && stride % 256 == 0 ? stride + Layout.Lanes : stride;

    /// <summary>Floats for the patches and the products of tiles.</summary>
    /// <param name="tiles">The tiles of what is computed.</param>
    /// <param name="channels">Channels of what it is computed of.</param>
    public static int ScratchFloats(WinogradTiles tiles, int channels) => tiles.Elements * (ElementStride(StrideOf(channels)) + ElementStride(Panels.Full));

    /// <summary>Floats from one element's matrix to the next, as the kernels have it.</summary>
    public static int ElementStride(int stride) => TilesAtATime * stride + Layout.Lanes;

    /// <summary>Floats of the matrices of a panel, with the distance between them that the kernels have: off multiples of 4 KB.</summary>
    public static int PanelFloats(WinogradTiles tiles, int rows, int width) => tiles.Elements * MatrixStride(rows, width);

    /// <summary>Floats from one matrix of a panel to the next.</summary>
    public static int MatrixStride(int rows, int width) => rows * width + Layout.Lanes;

    /// <summary>Floats of all panels.</summary>
    public static int WeightFloats(WinogradTiles tiles, int rows, int columns)
        => Panels.Of(columns).Sum(panels => panels.Count * PanelFloats(tiles, rows, panels.Width));

    /// <summary>Small pictures have few tiles: several samples make a full block of them.</summary>
    public static int WantedSamples(Value picture)
    {
        int tiles = TilesOf(picture).Count;
        return Math.Min(MostSamples, (TilesAtATime + tiles - 1) / tiles);
    }

    /// <summary>The tiles of what is computed.</summary>
    public static WinogradTiles TilesOf(Value picture) => WinogradTiles.Of(picture.Shape[1], picture.Shape[2]);

    /// <summary>Workers have panels of their own, and each transforms the patches.</summary>
    public static int Shares(Value y) => Panels.CountOf(y.Shape[0]);

    public void Emit(StepEmitter step)
    {
        CodeWriter code = step.Code;
        Layout to = Y.Layout!;
        WinogradTiles cut = TilesOf(Y);
        int channels = X.Shape[0], stride = StrideOf(channels), side = cut.Side, down = cut.Down, across = cut.Across;
        int patchFloats = cut.Elements * ElementStride(stride);
        step.ClearBorder(Y);
        if (step.IsShared) step.SharePanels(Shares(Y));
        code.Line($"// Winograd: {cut.Patch}×{cut.Patch} pixels become {cut.Elements} matrices [tile × channel], each is multiplied by its matrix of weights, and the products become {side}×{side} pixels.");
        code.Line($"Span<float> patches = Scratch.Slice(0, {patchFloats}), products = Scratch.Slice({patchFloats});");
        using (code.Block($"for (int tile = 0, tiles = count * {cut.Count}; tile < tiles; tile += {TilesAtATime})"))
        {
            code.Line($"int rows = Math.Min({TilesAtATime}, tiles - tile);");
            code.Line($"Winograd.TransformPatches(side: {side}, {X.Name}, {LoadInput.LayoutOf(X.Layout!)}, {down}, {across}, padding: {Padding}, channel: 0, {channels}, tile, rows, patches, stride: {stride});");
            foreach (Panels panels in Panels.Of(Y.Shape[0]))
            {
                using (panels.Open(code, "output channels", step.IsShared))
                {
                    int width = panels.Width, computed = width - panels.Pads;
                    using (code.Block($"for (int element = 0; element < {cut.Elements}; element++)"))
                    {
                        code.Line("int row = 0;");
                        RowBlocks.EmitLoops(code, (count, row) => step.Tiles.Call(
                            new MatrixBlock(RowGrid.Line(count, stride, computed), computed, [new ReductionLoop(channels, 1, width)], TileStart.Zero, Interleave: panels.Interleave(Y.Shape[0], channels)),
                            $"patches[element * {ElementStride(stride)} + {row} * {stride}]",
                            StepEmitter.Element(Weight, panels.Start(PanelFloats(cut, channels, Panels.Full)), $"element * {MatrixStride(channels, width)}"),
                            $"products[element * {ElementStride(computed)} + {row} * {computed}]"), multiple: cut.Count);
                    }
                    // Whole vectors are read of the bias: the parameter block is padded to them.
                    string bias = Bias is null ? "default" : StepEmitter.Padded(Bias, panels.Column(), width);
                    code.Line(
                        $"Winograd.TransformProducts(side: {side}, products, {Y.Name}, {LoadInput.LayoutOf(to)}, {down}, {across}, channel: {panels.Column()}, {computed}, stride: {computed}, tile, rows, "
                        + $"{bias}, clampsAtZero: {(ClampsAtZero ? "true" : "false")});");
                }
            }
        }
    }
}
