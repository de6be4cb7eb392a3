using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Kernel;

namespace Watchdog.Doctoring;

/// <summary>
/// Asks polkit what it would say, by pkcheck(1), without doing anything and without asking anybody for a password. Only root may ask on behalf of another user,
/// or with the unit's name: for anybody else there is no answer.
/// </summary>
internal sealed class PolkitReader(ProcessRunner runner) : IDisposable
{
    public const string Action = "org.freedesktop.systemd1.manage-units";

    private const int NotAllowed = 1, WouldHaveToAskSomebody = 2, GivenUp = 3;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    /// <summary>A process each, however many units there are.</summary>
    private readonly SemaphoreSlim _turns = new(8);

    public async Task<PrivilegeFacts> AskAsync(UserIds user, string unit, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(PrivilegeFacts.Verbs.Select(async verb => (verb, Ran: await RunAsync(user.Uid, unit, verb, cancel).ConfigureAwait(false)))).ConfigureAwait(false);
        var denied = answers.Where(answer => answer.Ran.ExitCode is NotAllowed or WouldHaveToAskSomebody or GivenUp).Select(answer => answer.verb).ToImmutableArray();
        var unknown = answers.Select(answer => answer.Ran).FirstOrDefault(ran => ran.ExitCode is not (0 or NotAllowed or WouldHaveToAskSomebody or GivenUp));
        return new PrivilegeFacts(user.Name, denied, unknown?.Complaint ?? "");
    }

    public void Dispose() => _turns.Dispose();

    private async Task<ProcessResult> RunAsync(uint user, string unit, string verb, CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await runner.RunAsync("pkcheck", Arguments(Environment.ProcessId, user, unit, verb), s_deadline, cancel).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>The command that asks, for people: of the shell that it is typed into.</summary>
    public static string Command(uint user, string unit, string verb) => $"sudo pkcheck {string.Join(' ', Arguments(null, user, unit, verb))}";

    /// <summary>A start time of 0 is looked up; the user is the one to ask about, whoever's process it is.</summary>
    private static string[] Arguments(int? pid, uint user, string unit, string verb) =>
    [
        "--action-id", Action, "--process", string.Create(CultureInfo.InvariantCulture, $"{pid?.ToString(CultureInfo.InvariantCulture) ?? "$$"},0,{user}"),
        "--detail", "unit", unit, "--detail", "verb", verb,
    ];
}
