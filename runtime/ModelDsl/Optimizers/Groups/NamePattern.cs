namespace ModelDsl;

/// <summary>Names with <c>*</c> in them, which stands for any characters.</summary>
internal static class NamePattern
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // After a mismatch, the last star takes one character more.
        int at = 0, star = -1, taken = 0;
        for (int i = 0; i < name.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                taken = i;
            }
            else if (at < pattern.Length && pattern[at] == name[i])
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                i = ++taken;
            }
            else
            {
                return false;
            }
        }
        return pattern[at..].TrimStart('*').IsEmpty;
    }
}
