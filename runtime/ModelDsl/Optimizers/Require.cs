namespace ModelDsl;

/// <summary>Checks of hyper-parameters: each returns the value, or says what was expected. NaN never passes.</summary>
internal static class Require
{
    public static double AtLeastZero(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name}: expected a finite number, 0 or more");

    /// <summary>From 0 to 1, without 1: the share of the past in a running mean.</summary>
    public static double BelowOne(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name}: expected a number from 0 to 1, less than 1");

    public static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name}: expected a finite number");

    public static int AtLeastOne(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name}: expected 1 or more");
}
