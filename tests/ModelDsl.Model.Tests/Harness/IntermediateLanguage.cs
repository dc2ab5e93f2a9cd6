using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ModelDsl.Model.Tests.Harness;

/// <summary>Counts the instructions of the methods of an assembly, and the multiply-adds of vectors among them.</summary>
internal static class IntermediateLanguage
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xffff);

    public static IEnumerable<(string Method, int Instructions, int MultiplyAdds)> Count(byte[] assembly)
    {
        using PEReader image = new(new MemoryStream(assembly));
        MetadataReader metadata = image.GetMetadataReader();
        List<(string, int, int)> counts = [];
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            string type = metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name);
            (int instructions, int multiplyAdds) = Count(metadata, image.GetMethodBody(method.RelativeVirtualAddress).GetILReader());
            counts.Add(($"{type}.{metadata.GetString(method.Name)}", instructions, multiplyAdds));
        }
        return counts;
    }

    private static (int Instructions, int MultiplyAdds) Count(MetadataReader metadata, BlobReader code)
    {
        int instructions = 0, multiplyAdds = 0;
        for (; code.RemainingBytes > 0; instructions++)
        {
            int value = code.ReadByte();
            if (value == 0xfe) value = 0xfe00 | code.ReadByte();
            OperandType type = OpCodesByValue[value].OperandType;
            if (type == OperandType.InlineMethod)
            {
                BlobReader token = code;
                if (IsMultiplyAdd(metadata, MetadataTokens.EntityHandle(token.ReadInt32()))) multiplyAdds++;
            }
            int operand = type switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 * code.ReadInt32(),
                _ => 4,
            };
            code.Offset += operand;
        }
        return (instructions, multiplyAdds);
    }

    private static bool IsMultiplyAdd(MetadataReader metadata, EntityHandle method)
        => method.Kind == HandleKind.MemberReference
        && metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)method).Name) is "FusedMultiplyAdd" or "MultiplyAddEstimate";
}
