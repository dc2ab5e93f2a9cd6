using System.Globalization;
using System.Reflection;

namespace ModelDsl.Runtime.Tests.Attributes;

/// <summary>The defaults of all layers and losses, against those of <c>torch.nn</c>.</summary>
public class AttributeDefaultsTests
{
    public static TheoryData<Attribute, string> Defaults => new()
    {
        { new LinearAttribute(7), "Bias=True InFeatures=0 Name= OutFeatures=7" },
        {
            new Conv2dAttribute(8, 3),
            "Bias=True Dilation=1 DilationHeight=1 DilationWidth=1 Groups=1 InChannels=0 KernelHeight=3 KernelWidth=3 Name= OutChannels=8 "
            + "Padding=0 PaddingHeight=0 PaddingWidth=0 Stride=1 StrideHeight=1 StrideWidth=1"
        },
        {
            new Conv2dAttribute(8, 3, 5) { Stride = 2, PaddingWidth = 4, Dilation = 3, DilationHeight = 1 },
            "Bias=True Dilation=3 DilationHeight=1 DilationWidth=3 Groups=1 InChannels=0 KernelHeight=3 KernelWidth=5 Name= OutChannels=8 "
            + "Padding=0 PaddingHeight=0 PaddingWidth=4 Stride=2 StrideHeight=2 StrideWidth=2"
        },
        { new MaxPool2dAttribute(2), "CeilMode=False Dilation=1 KernelHeight=2 KernelWidth=2 Padding=0 Stride=0" },
        { new MaxPool2dAttribute(2, 3), "CeilMode=False Dilation=1 KernelHeight=2 KernelWidth=3 Padding=0 Stride=0" },
        { new AvgPool2dAttribute(2), "CeilMode=False CountIncludePad=True DivisorOverride=0 KernelHeight=2 KernelWidth=2 Padding=0 Stride=0" },
        { new AvgPool2dAttribute(2, 3), "CeilMode=False CountIncludePad=True DivisorOverride=0 KernelHeight=2 KernelWidth=3 Padding=0 Stride=0" },
        { new AdaptiveAvgPool2dAttribute(2), "OutputHeight=2 OutputWidth=2" },
        { new AdaptiveAvgPool2dAttribute(2, 3), "OutputHeight=2 OutputWidth=3" },
        { new FlattenAttribute(), "" },
        { new DropoutAttribute(), "P=0.5" },
        { new BatchNorm1dAttribute(), "Affine=True Eps=1E-05 Momentum=0.1 Name= NumFeatures=0 TrackRunningStats=True" },
        { new BatchNorm2dAttribute(), "Affine=True Eps=1E-05 Momentum=0.1 Name= NumFeatures=0 TrackRunningStats=True" },
        { new LayerNormAttribute(4, 5), "Bias=True ElementwiseAffine=True Eps=1E-05 Name= NormalizedShape=4,5" },
        { new ReLUAttribute(), "" },
        { new LeakyReLUAttribute(), "NegativeSlope=0.01" },
        { new ELUAttribute(), "Alpha=1" },
        { new SELUAttribute(), "" },
        { new GELUAttribute(), "Approximate=none" },
        { new SiLUAttribute(), "" },
        { new SigmoidAttribute(), "" },
        { new TanhAttribute(), "" },
        { new SoftplusAttribute(), "Beta=1 Threshold=20" },
        { new HardswishAttribute(), "" },
        { new SoftmaxAttribute(), "Dim=1" },
        { new LogSoftmaxAttribute(), "Dim=1" },
        { new CrossEntropyLossAttribute(), "IgnoreIndex=-100 LabelSmoothing=0 Reduction=Mean Weight=" },
        { new NLLLossAttribute(), "IgnoreIndex=-100 Reduction=Mean Weight=" },
        { new MSELossAttribute(), "Reduction=Mean" },
        { new L1LossAttribute(), "Reduction=Mean" },
        { new SmoothL1LossAttribute(), "Beta=1 Reduction=Mean" },
        { new HuberLossAttribute(), "Delta=1 Reduction=Mean" },
        { new BCELossAttribute(), "Reduction=Mean Weight=" },
        { new BCEWithLogitsLossAttribute(), "PosWeight= Reduction=Mean Weight=" },
        { new InputAttribute(3, 32, 32), "Name= RequiresGrad=False Shape=3,32,32" },
        { new ForwardAttribute(), "" },
        { new ObjectiveAttribute(), "" },
        { new ShapeAttribute(3, 32, 32), "RequiresGrad=False Sizes=3,32,32" },
        { new FreezeAttribute(), "" },
        { new RepeatAttribute(3), "Count=3" },
        { new UseAttribute<object>(), "" },
        { new ParameterGroupAttribute("head"), "Name=head" },
        { new TieAttribute("Embed"), "Block=Embed" },
        { new InitZerosAttribute(), "Of=weight" },
        { new InitOnesAttribute(), "Of=weight" },
        { new InitConstantAttribute(0.5f), "Of=weight Value=0.5" },
        { new InitUniformAttribute(), "A=0 B=1 Of=weight" },
        { new InitNormalAttribute(), "Mean=0 Of=weight Std=1" },
        { new InitXavierUniformAttribute(), "Gain=1 Of=weight" },
        { new InitXavierNormalAttribute(), "Gain=1 Of=weight" },
        { new InitKaimingUniformAttribute(), "A=0 Mode=FanIn Nonlinearity=LeakyReLU Of=weight" },
        { new InitKaimingNormalAttribute(), "A=0 Mode=FanIn Nonlinearity=LeakyReLU Of=weight" },
        { new InitOrthogonalAttribute(), "Gain=1 Of=weight" },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Attribute_WithoutOptions_HasPyTorchsDefaults(Attribute attribute, string expected)
    {
        IEnumerable<string> properties = attribute.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.Name != nameof(Attribute.TypeId))
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}={Text(property.GetValue(attribute))}");
        Assert.Equal(expected, string.Join(' ', properties));
    }

    [Fact]
    public void Defaults_ListEveryAttribute()
    {
        IEnumerable<string> all = typeof(ModelAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)) && !type.IsAbstract && type != typeof(ModelAttribute))
            .Select(type => type.Name);
        Assert.Equal(all.Order(), Defaults.Select(row => row[0].GetType().Name).Distinct().Order());
    }

    [Fact]
    public void LayersLossesAndInitialisers_StandOnClassesAndOnMethods()
    {
        IEnumerable<Type> all = typeof(ModelAttribute).Assembly.GetExportedTypes()
            .Where(type => typeof(LayerAttribute).IsAssignableFrom(type) || typeof(LossAttribute).IsAssignableFrom(type) || typeof(InitAttribute).IsAssignableFrom(type));
        Assert.All(all, type =>
        {
            AttributeUsageAttribute usage = type.GetCustomAttribute<AttributeUsageAttribute>()!;
            Assert.Equal((AttributeTargets.Class | AttributeTargets.Method, true, false), (usage.ValidOn, usage.AllowMultiple, usage.Inherited));
        });
    }

    private static string Text(object? value) => value switch
    {
        int[] numbers => string.Join(',', numbers),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
