using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// The gradient of a 3×3 convolution's weights by Winograd's algorithm: for each element of a patch a product [input × tile] · [tile × output] of transformed
/// patches and transformed gradients. Either each piece adds to the sums of its part of the batch, or there are tasks of some inputs, one panel of outputs and one part. The parts are
/// added up in their order.
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

    /// <summary>More workers would do little but transform the same patches.</summary>
    private const int MostShares = 4;

    /// <summary>Tasks where all pieces are summed up together.</summary>
    public int Tasks => Blocks * PanelCount * TaskParts;

    /// <summary>Parts of the batch that the tasks make.</summary>
    public int TaskParts => Math.Min(Parts.Most, Math.Max(1, WantedTasks / (Blocks * PanelCount)));

    public int BlockInputs => Math.Min(InputsOfBlock, Inputs);

    /// <summary>Floats of a part's sums: [block of inputs][panel][element][input][output].</summary>
    public int PartFloats => Enumerable.Range(0, Blocks).Sum(block => WinogradProduct.WeightFloats(Cut, Math.Min(InputsOfBlock, Inputs - block * InputsOfBlock), Outputs));

    /// <summary>Blocks of inputs.</summary>
    public int Blocks => (Inputs + InputsOfBlock - 1) / InputsOfBlock;

    private int PanelCount => Panels.CountOf(Outputs);

    public static WinogradGradient Of(Conv2d convolution, Value x, Value dy) => new(WinogradProduct.TilesOf(dy), x.Shape[0], dy.Shape[0], convolution.PaddingHeight);

    public int ScratchFloats => WinogradProduct.ScratchFloats(Cut, BlockInputs);

    /// <summary>Into how many shares a piece can be cut: workers have panels of their own or, of one panel, elements. Each transforms what it multiplies.</summary>
    public int Shares => SharesElements ? MostShares : PanelCount;

    private bool SharesElements => PanelCount == 1 && ConvolutionChoice.MultipliesMoreThanItTransforms(Inputs, Outputs);

    /// <summary>One piece, added to the sums of its part.</summary>
    public void EmitPiece(StepEmitter step)
    {
        CodeWriter code = step.Code;
        code.Line("// Winograd: patches and gradients, transformed, are multiplied for each element.");
        code.Line($"Span<float> sums = {step.Outputs[0].Name}.Slice(PartOf(first) * {PartFloats}, {PartFloats});");
        code.Line("bool begins = BeginsPart(first);");
        EmitScratch(code, Inputs);
        bool sharesElements = step.IsShared && SharesElements, sharesPanels = step.IsShared && !SharesElements;
        if (sharesElements) code.Line($"int firstElement = share * {Cut.Elements} / shares, endElement = (share + 1) * {Cut.Elements} / shares;");
        if (sharesPanels) step.SharePanels(PanelCount);
        using (code.Block($"for (int tile = 0, tiles = count * {Cut.Count}; tile < tiles; tile += {WinogradProduct.TilesAtATime})"))
        {
            code.Line($"int rows = Math.Min({WinogradProduct.TilesAtATime}, tiles - tile);");
            EmitPatches(step, channel: "0", Inputs, "rows");
            code.Line("bool isFirst = begins && tile == 0;");
            foreach (Panels panels in Panels.Of(Outputs))
            {
                using (panels.Open(code, "output channels", sharesPanels))
                    EmitPanel(step, panels, Inputs, panels.Column(), panels.Start(WinogradProduct.PanelFloats(Cut, Inputs, Panels.Full)), "rows", sharesElements);
            }
        }
    }

    /// <summary>All pieces, by tasks.</summary>
    public void EmitTasks(StepEmitter step)
    {
        CodeWriter code = step.Code;
        code.Line($"// Winograd: a task has one of up to {TaskParts} parts of the pieces, up to {BlockInputs} inputs and one panel of outputs.");
        code.Line($"int part = task % {TaskParts}, panel = task / {TaskParts} % {PanelCount}, block = task / {TaskParts * PanelCount};");
        code.Line($"int parts = Math.Min({TaskParts}, PieceCount);");
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
        CodeWriter code = step.Code;
        Value x = step.Inputs[0], dy = step.Inputs[1];
        string at = CodeWriter.Sum(
            $"part * {PartFloats}", $"block * {WinogradProduct.WeightFloats(Cut, BlockInputs, Outputs)}", $"panel * {WinogradProduct.PanelFloats(Cut, inputs, Panels.Full)}");
        code.Line($"Span<float> sums = {step.Outputs[0].Name}.Slice({at}, {WinogradProduct.PanelFloats(Cut, inputs, panels.Width)});");
        EmitScratch(code, inputs);
        using (code.Block("for (int p = begin; p < end; p++)"))
        {
            code.Line($"Span<float> {x.Name} = {StepEmitter.InPiece(x)}, {dy.Name} = {StepEmitter.InPiece(dy)};");
            using (code.Block($"for (int tile = 0, tiles = CountOf(p) * {Cut.Count}; tile < tiles; tile += {WinogradProduct.TilesAtATime})"))
            {
                code.Line($"int count = Math.Min({WinogradProduct.TilesAtATime}, tiles - tile);");
                EmitPatches(step, $"block * {BlockInputs}", inputs, "count");
                code.Line("bool isFirst = p == begin && tile == 0;");
                EmitPanel(step, panels, inputs, $"panel * {Panels.Full}", "0", "count");
            }
        }
    }

    private void EmitScratch(CodeWriter code, int inputs)
    {
        int floats = Cut.Elements * WinogradProduct.ElementStride(WinogradProduct.StrideOf(inputs));
        code.Line($"Span<float> patches = Scratch.Slice(0, {floats}), gradients = Scratch.Slice({floats});");
    }

    /// <summary>The patches of some tiles of x.</summary>
    private void EmitPatches(StepEmitter step, string channel, int inputs, string tiles)
    {
        Value x = step.Inputs[0];
        step.Code.Line(
            $"Winograd.TransformPatches(side: {Cut.Side}, {x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {Cut.Down}, {Cut.Across}, padding: {Padding}, channel: {channel}, {inputs}, tile, {tiles}, "
            + $"patches, stride: {WinogradProduct.StrideOf(inputs)});");
    }

    /// <summary>Meets the patches with one panel of the gradients of the same tiles.</summary>
    private void EmitPanel(StepEmitter step, Panels panels, int inputs, string channel, string start, string tiles, bool sharesElements = false)
    {
        CodeWriter code = step.Code;
        Value dy = step.Inputs[1];
        int width = panels.Width, computed = width - panels.Pads, stride = WinogradProduct.StrideOf(inputs);
        code.Line(
            $"Winograd.TransformGradients(side: {Cut.Side}, {dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {Cut.Down}, {Cut.Across}, channel: {channel}, {computed}, tile, {tiles}, "
            + $"gradients, stride: {computed});");
        using (code.Block(sharesElements ? "for (int element = firstElement; element < endElement; element++)" : $"for (int element = 0; element < {Cut.Elements}; element++)"))
        {
            code.Line($"if (isFirst) {Product(TileStart.Zero)}");
            code.Line($"else {Product(TileStart.Sum)}");
        }

        string Product(TileStart from) => step.Tiles.Call(
            new MatrixBlock(RowGrid.Line(inputs, 1, width), computed, [new ReductionLoop(0, stride, computed)], from),
            $"patches[element * {WinogradProduct.ElementStride(stride)}]",
            $"gradients[element * {WinogradProduct.ElementStride(computed)}]",
            $"sums[{CodeWriter.Sum(start, $"element * {WinogradProduct.MatrixStride(inputs, width)}")}]",
            count: tiles);
    }
}
