using System.Runtime.InteropServices;

namespace ModelDsl;

/// <summary>Saves the parameters and buffers of a model in a safetensors file, and loads them from one.</summary>
public static class ModelFiles
{
    /// <summary>
    /// Writes all parameters and buffers, whole or not at all: on failure, an old file of that name stays as it was.
    /// PyTorch reads the file with <c>safetensors.torch.load_file</c>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="sequentialNames">Whether to name them as an <c>nn.Sequential</c> of the same layers does: <c>0.weight</c> instead of <c>conv1.weight</c>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(this IModel model, string path, bool sequentialNames = false)
    {
        ArgumentNullException.ThrowIfNull(model);

        // Large elements first: then each tensor starts at a multiple of its element's size.
        Parameter[] parameters = [.. model.Parameters.OrderByDescending(parameter => SafetensorsTypes.SizeOf(TypeOf(parameter)))];
        byte[] header = SafetensorsHeaderWriter.Write(
            parameters.Select(parameter => (
                sequentialNames ? parameter.SequentialName : parameter.Name,
                TypeOf(parameter),
                parameter.Shape.Select(size => (long)size))),
            [new("format", "pt")]);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (Parameter parameter in parameters)
            {
                if (TypeOf(parameter) == SafetensorsType.F32) stream.Write(MemoryMarshal.AsBytes(parameter.Values));
                else stream.Write(BitConverter.GetBytes((long)parameter.Values[0]));
            }
        });
    }

    /// <summary>
    /// Reads all parameters and buffers. The file must have exactly those of the model, by their names or by those that an
    /// <c>nn.Sequential</c> of the same layers gives them; F64, F16 and BF16 are rounded to floats.
    /// </summary>
    /// <param name="model">The model. If anything is wrong with the file, it stays as it was.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or does not fit the model; the message lists all that is missing, unexpected or of another shape.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(this IModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        ParameterCollection parameters = model.Parameters;
        SafetensorsTensor[] tensors = CheckpointMatcher.Match(path, file, model);

        // Everything is read before anything is changed.
        float[] values = new float[parameters.Values.Length];
        float[] buffers = new float[parameters.Buffers.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            Parameter parameter = parameters[i];
            file.ReadFloats(tensors[i], (parameter.IsTrainable ? values : buffers).AsSpan(parameter.Offset, parameter.Size));
        }
        values.CopyTo(parameters.WritableValues());
        buffers.CopyTo(parameters.WritableBuffers());
    }

    /// <summary>Everything is float here, but PyTorch counts batches in a whole number.</summary>
    private static SafetensorsType TypeOf(Parameter parameter) =>
        parameter.IsBuffer && parameter.Name.EndsWith(".num_batches_tracked", StringComparison.Ordinal) ? SafetensorsType.I64 : SafetensorsType.F32;
}
