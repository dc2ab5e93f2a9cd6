using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// The gradient of a 3×3 convolution's weights by Winograd's algorithm: for each element of a patch a product [input × tile] · [tile × output] of transformed
/// patches and transformed gradients. A task has some inputs, one panel of outputs and one part of the batch; the parts are added up in their order.
/// </summary>
/// <param name="Cut">The tiles of the output.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Padding">The convolution's padding.</param>
internal sealed record WinogradGradient(WinogradTiles Cut, int Inputs, int Outputs, int Padding)
{
    /// <summary>Inputs of a task: its sums (288 KB), patches and gradients stay in the second-level cache.</summary>
    private const int InputsOfBlock = 64;

    private const int WantedTasks = 8;
    private const int MostParts = 8;

    public int Tasks => Blocks * PanelCount * Parts;

    /// <summary>Floats of the sums: [part][block of inputs][panel][element][input][output].</summary>
    public int Floats => Parts * PartFloats;

    public int Parts => Math.Min(MostParts, Math.Max(1, WantedTasks / (Blocks * PanelCount)));

    public int BlockInputs => Math.Min(InputsOfBlock, Inputs);

    private int PartFloats => Enumerable.Range(0, Blocks).Sum(block => WinogradProduct.WeightFloats(Cut, Math.Min(InputsOfBlock, Inputs - block * InputsOfBlock), Outputs));

    private int Blocks => (Inputs + InputsOfBlock - 1) / InputsOfBlock;

    private int PanelCount => Panels.CountOf(Outputs);

    public static WinogradGradient Of(Conv2d convolution, Value x, Value dy) => new(WinogradProduct.TilesOf(dy), x.Shape[0], dy.Shape[0], convolution.PaddingHeight);

    public int ScratchFloats => WinogradProduct.ScratchFloats(Cut, BlockInputs);

    public void Emit(StepEmitter step)
    {
        CodeWriter code = step.Code;
        code.Line($"// Winograd: a task has one of up to {Parts} parts of the pieces, up to {BlockInputs} inputs and one panel of outputs.");
        code.Line($"int part = task % {Parts}, panel = task / {Parts} % {PanelCount}, block = task / {Parts * PanelCount};");
        code.Line($"int parts = Math.Min({Parts}, PieceCount);");
        code.Line("if (part >= parts) return;");
        code.Line("int begin = part * PieceCount / parts, end = (part + 1) * PieceCount / parts;");
        int whole = Inputs / BlockInputs, rest = Inputs % BlockInputs;
        foreach ((string condition, int inputs) in new[] { (rest == 0 ? "" : $"block < {whole}", BlockInputs), ($"block == {whole}", rest) })
        {
            if (inputs == 0) continue;
            foreach (Panels panels in Panels.Of(Outputs))
            {
                string panelCondition = panels.First > 0 ? $"panel == {panels.First / Panels.Full}" : panels.Count < PanelCount ? $"panel < {panels.Count}" : "";
                string both = string.Join(" && ", new[] { condition, panelCondition }.Where(text => text.Length > 0));
                using (code.Block(both.Length == 0 ? "// every task has the same size" : $"if ({both})")) EmitTask(step, inputs, panels);
            }
        }
    }

    private void EmitTask(StepEmitter step, int inputs, Panels panels)
    {
        int width = panels.Width, computed = width - panels.Pads;
        CodeWriter code = step.Code;
        Value x = step.Inputs[0], dy = step.Inputs[1];
        Layout by = dy.Layout!;
        int side = Cut.Side, down = Cut.Down, across = Cut.Across, stride = WinogradProduct.StrideOf(inputs);
        int tilesAtATime = WinogradProduct.TilesAtATime, patchFloats = Cut.Elements * WinogradProduct.ElementStride(stride), matrix = WinogradProduct.MatrixStride(inputs, width);
        string at = CodeWriter.Sum(
            $"part * {PartFloats}", $"block * {WinogradProduct.WeightFloats(Cut, BlockInputs, Outputs)}", $"panel * {WinogradProduct.PanelFloats(Cut, inputs, Panels.Full)}");
        code.Line($"Span<float> sums = {step.Outputs[0].Name}.Slice({at}, {WinogradProduct.PanelFloats(Cut, inputs, width)});");
        code.Line($"Span<float> patches = Scratch.Slice(0, {patchFloats}), gradients = Scratch.Slice({patchFloats});");
        using (code.Block("for (int p = begin; p < end; p++)"))
        {
            code.Line($"Span<float> {x.Name} = {StepEmitter.InPiece(x)}, {dy.Name} = {StepEmitter.InPiece(dy)};");
            using (code.Block($"for (int tile = 0, tiles = CountOf(p) * {Cut.Count}; tile < tiles; tile += {tilesAtATime})"))
            {
                code.Line($"int count = Math.Min({tilesAtATime}, tiles - tile);");
                code.Line(
                    $"Winograd.TransformPatches(side: {side}, {x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {down}, {across}, padding: {Padding}, channel: block * {BlockInputs}, {inputs}, tile, count, patches, stride: {stride});");
                code.Line($"Winograd.TransformGradients(side: {side}, {dy.Name}, {LoadInput.LayoutOf(by)}, {down}, {across}, channel: panel * {Panels.Full}, {computed}, tile, count, gradients, stride: {computed});");
                code.Line("bool isFirst = p == begin && tile == 0;");
                using (code.Block($"for (int element = 0; element < {Cut.Elements}; element++)"))
                {
                    code.Line($"if (isFirst) {Product(TileStart.Zero)}");
                    code.Line($"else {Product(TileStart.Sum)}");
                }
            }
        }

        string Product(TileStart start) => step.Tiles.Call(
            new MatrixBlock(RowGrid.Line(inputs, 1, width), computed, [new ReductionLoop(0, stride, computed)], start),
            $"patches[element * {WinogradProduct.ElementStride(stride)}]", $"gradients[element * {WinogradProduct.ElementStride(computed)}]", $"sums[element * {matrix}]", count: "count");
    }
}
