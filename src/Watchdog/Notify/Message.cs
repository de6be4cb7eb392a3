using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Notify;

/// <summary>One message to people, in no vendor's form; what each notifier sends is made of it when it is sent. Holds no secret: made of what was hidden already.</summary>
public sealed record Message
{
    /// <summary>On this machine the same for the same news, also after a crash. <c>20261121-222242-7f3a1c/3-recovered</c>: killed before its state is saved, a service comes to the same number once more, maybe as something else.</summary>
    public required string Id { get; init; }

    /// <summary>What it belongs to: all messages with the same key are one story, which later ones update or follow up. The incident's id; where there is none, <see cref="Id"/>.</summary>
    public required string Story { get; init; }

    /// <summary><see cref="Id"/> among all machines that tell the same receiver.</summary>
    [JsonIgnore]
    public string Key => $"{Host}/{Id}";

    /// <summary><see cref="Story"/> among all machines that tell the same receiver.</summary>
    [JsonIgnore]
    public string StoryKey => $"{Host}/{Story}";

    public required MessageKind Kind { get; init; }

    public required AlertLevel Level { get; init; }

    /// <summary>Empty where it is about no single service.</summary>
    public string Service { get => field ?? ""; init; } = "";

    /// <summary>Of the service.</summary>
    public Severity Severity { get; init; }

    /// <summary>The machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>When it happened, not when it is sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The first line, with the diagnosis. One line, 300 characters at most.</summary>
    public required string Title { get; init; }

    /// <summary>Further facts, in the order in which they are shown; a few.</summary>
    public ImmutableArray<MessageFact> Facts { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The one command that a person would want next; null for none.</summary>
    public string? Command { get; init; }

    /// <summary>Longer text in Markdown (a report), 32 KiB at most; null for none.</summary>
    public string? Body { get; init; }
}

/// <param name="Name">A few words: <c>Down for</c>.</param>
/// <param name="Value">One line.</param>
public sealed record MessageFact(string Name, string Value);
