using System.Collections.Immutable;

namespace Watchdog.Config;

/// <summary>E-mail, handed to a mail server.</summary>
public sealed record SmtpConfig : NotifierTarget
{
    public override string Key => "smtp";

    public string Host { get; init; } = "";

    /// <summary>Default 587, where mail is submitted.</summary>
    public int Port { get; init; } = 587;

    public string From { get; init; } = "";

    public ImmutableArray<string> To { get; init; } = [];

    /// <summary>Null: without logging in.</summary>
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>By STARTTLS, and not at all where the server has none. False: in the clear.</summary>
    public bool StartTls { get; init; } = true;

    internal override IEnumerable<string> SecretTexts => [Password ?? ""];
}
