namespace Watchdog.Drafting;

/// <summary>How a question went.</summary>
/// <param name="Outcome">Whether an answer came.</param>
/// <param name="Took">Through its last byte.</param>
internal sealed record Asked(AskOutcome Outcome, TimeSpan Took)
{
    /// <summary>Of HTTP; 0 without an answer.</summary>
    public int Status { get; init; }

    /// <summary>Without parameters; null for none.</summary>
    public string? MediaType { get; init; }

    /// <summary>Where it redirects to; null for nowhere.</summary>
    public string? Location { get; init; }

    /// <summary>64 KiB at most; a larger one is left out.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Why there is no answer, in a sentence.</summary>
    public string Why { get; init; } = "";
}

internal enum AskOutcome
{
    Answered,

    /// <summary>Not in time: it is not asked again.</summary>
    Hung,

    /// <summary>Nobody listens there any more, or we could not ask.</summary>
    NotReached,

    /// <summary>Closed, reset, or something that is no HTTP: TLS, perhaps.</summary>
    NoHttp,

    /// <summary>TLS, with a certificate that does not hold for this address.</summary>
    Untrusted,
}
