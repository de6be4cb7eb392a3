namespace Watchdog.Core;

/// <summary>Whether a number is so near to its limit that a person should know. Never a reason to restart.</summary>
public static class HighRule
{
    /// <summary>In percent of the limit: it has to fall this far below before it is said anew, so that a number on the border does not flap.</summary>
    private const double Slack = 5;

    /// <summary>The check with what this look says of it.</summary>
    public static CheckState Note(CheckPolicy policy, CheckState state, Observation seen)
    {
        if (policy.WarnAt is not { } warnAt) return state.High is null ? state : state with { High = null };
        if (seen is not { Number: { } number, Limit: { } limit and > 0 }) return state;

        var percent = number / limit * 100;
        if (state.High is null) return percent > warnAt ? state with { High = Sentence(number, limit, percent, warnAt) } : state;
        return percent < warnAt - Slack ? state with { High = null } : state;
    }

    private static string Sentence(double number, double limit, double percent, double warnAt) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Words.Size((long)number)} of {Words.Size((long)limit)} ({percent:0} %), above {warnAt:0.##} %");
}
