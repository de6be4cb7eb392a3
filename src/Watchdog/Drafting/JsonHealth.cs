using System.Text.Json;

namespace Watchdog.Drafting;

/// <summary>Finds out how a JSON object tells that its service is well. Pure.</summary>
internal static class JsonHealth
{
    /// <param name="root">An object.</param>
    /// <param name="isStandard">Whether it came as <c>application/health+json</c>.</param>
    /// <param name="needsWord">Whether an answer without a word for it is none: at <c>/</c> it is rather an index.</param>
    public static HealthAnswer Judge(JsonElement root, bool isStandard, bool needsWord)
    {
        var (subChecks, outside) = JsonSubChecks.Of(root);
        var found = Find(root, "") ?? Wrapped(root);
        var form = isStandard ? " (application/health+json)" : "";
        var answer = found switch
        {
            { IsBad: true } bad => HealthAnswer.Of(AnswerKind.Failing, $"{bad.Shown} at {bad.Pointer}{form}"),
            { Value: { } value } good => HealthAnswer.Of(AnswerKind.Health, $"{good.Shown} at {good.Pointer}{form}") with
            {
                Expect = $"{{ \"json\": {{ {Quoted.Plain(good.Pointer)}: {value} }} }}",
            },
            _ => HealthAnswer.Of(needsWord ? AnswerKind.NoHealth : AnswerKind.Health, $"JSON without a word for its health{form}"),
        };
        return answer with { HasSubChecks = subChecks, Outside = outside, Shape = $"{answer.Expect} {JsonShape.Of(root)}" };
    }

    private static Status? Wrapped(JsonElement root)
    {
        foreach (var wrapper in HealthWords.Wrappers)
        {
            if (Member(root, wrapper) is { Value.ValueKind: JsonValueKind.Object } inner && Find(inner.Value, $"/{inner.Name}") is { } found) return found;
        }

        return null;
    }

    private static Status? Find(JsonElement at, string pointer)
    {
        foreach (var key in HealthWords.Keys)
        {
            if (Member(at, key) is { } member && Judge(key, member.Value, $"{pointer}/{member.Name}") is { } status) return status;
        }

        return null;
    }

    /// <summary>Null for a value that says nothing at this key.</summary>
    private static Status? Judge(string key, JsonElement value, string pointer)
    {
        if (HealthWords.IsVague(key) && !IsGood(key, value)) return null;
        if (IsGood(key, value)) return new Status(pointer, value.GetRawText(), IsBad: false, Quoted.Line(value.GetRawText(), 40));

        return value.ValueKind switch
        {
            JsonValueKind.False => new Status(pointer, null, IsBad: true, "false"),
            JsonValueKind.String when HealthWords.Split(value.GetString()!).Any(HealthWords.IsBad) => new Status(pointer, null, IsBad: true, Quoted.Line(value.GetRawText(), 40)),
            _ => null,
        };
    }

    private static bool IsGood(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => HealthWords.IsGood(value.GetString()!),

        // As exit codes and as statuses of HTTP; where 1 is good 0 is not, so of a yes or no only 1 is.
        JsonValueKind.Number => value.TryGetInt32(out var number) && (number is 1 or 200 || (number == 0 && key is "status" or "code")),
        _ => false,
    };

    /// <summary>By its name in any case, as it stands there.</summary>
    private static JsonProperty? Member(JsonElement at, string name)
    {
        foreach (var member in at.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return member;
        }

        return null;
    }

    private sealed record Status(string Pointer, string? Value, bool IsBad, string Shown);
}
