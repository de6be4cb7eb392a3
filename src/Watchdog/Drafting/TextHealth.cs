namespace Watchdog.Drafting;

/// <summary>Finds out how a text tells that its service is well. Pure.</summary>
internal static class TextHealth
{
    /// <summary>Longer ones are metrics, logs or pages.</summary>
    private const int Longest = 256;
    private const int MostLines = 3;

    private const string Passed = "check passed";

    /// <summary>Whether it begins as a line of one check does, which looks like a list of JSON.</summary>
    public static bool IsVerbose(ReadOnlySpan<byte> body) => body is [(byte)'[', (byte)'+' or (byte)'-', (byte)']', ..];

    /// <param name="text">The body.</param>
    /// <param name="needsWord">Whether an answer without a word for it is none, as at <c>/</c>.</param>
    public static HealthAnswer Judge(string text, bool needsWord)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            return HealthAnswer.Of(needsWord ? AnswerKind.NoHealth : AnswerKind.Health, "an empty answer") with { Shape = "empty" };
        if (lines.Any(line => line.StartsWith("[+]", StringComparison.Ordinal) || line.StartsWith("[-]", StringComparison.Ordinal))) return Verbose(lines);
        if (text.Length > Longest || lines.Length > MostLines) return HealthAnswer.Of(AnswerKind.NoHealth, "a long text");

        var words = HealthWords.Split(text).ToArray();
        var shown = $"the text {Quoted.Plain(Quoted.Line(string.Join(' ', lines), 40))}";
        var shape = string.Concat(text.Where(c => !char.IsDigit(c))).Trim();
        if (words.Any(HealthWords.IsBad)) return HealthAnswer.Of(AnswerKind.Failing, shown);
        if (Array.Find(words, HealthWords.IsGood) is { } word)
            return HealthAnswer.Of(AnswerKind.Health, shown) with { Expect = Expect(word), IsText = true, Shape = shape };
        return HealthAnswer.Of(needsWord ? AnswerKind.NoHealth : AnswerKind.Health, $"{shown}, which holds no word for its health") with { Shape = shape };
    }

    /// <summary>As Kubernetes' own servers answer: a line for each sub-check, and a sum in the last.</summary>
    private static HealthAnswer Verbose(string[] lines)
    {
        if (lines.Any(line => line.StartsWith("[-]", StringComparison.Ordinal))) return HealthAnswer.Of(AnswerKind.Failing, "a line for each check, of which one fails");

        var sum = lines[^1].EndsWith(Passed, StringComparison.Ordinal);
        return HealthAnswer.Of(AnswerKind.Health, "a line for each check") with
        {
            Expect = sum ? Expect(Passed) : null,
            IsText = sum,
            HasSubChecks = true,
            Shape = string.Join(' ', lines.Select(line => line.Split(' ')[0])),
        };
    }

    private static string Expect(string text) => $"{{ \"text\": {Quoted.Json(text)} }}";
}
