using Watchdog.Cli.Handlers;
using Watchdog.Journal;
using Watchdog.Web;

namespace Watchdog.Tests.Cli.Handlers;

public sealed class StatusTextTests
{
    private static readonly DateTimeOffset s_since = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Write_MessagesThatDoNotGetThrough_AreSaidUnderTheDaemon()
    {
        var daemon = new DaemonStatus(42, "1.0", s_since, "/etc/w.json", null, 0)
        {
            Notifiers = [new("mail", 0, null, null), new("ops", 1, null, null), new("phone", 3, s_since, "no answer within 10 s")],
        };
        var output = new StringWriter();
        StatusText.Write(new StatusReport(daemon, []), "", output, details: false);
        Assert.Equal(
            [
                $"watchdog 1.0, pid 42, since {EntryText.Time(s_since)}, /etc/w.json",
                "  notifier ops: 1 message waits",
                $"  notifier phone: fails since {EntryText.Time(s_since)}, 3 messages wait: no answer within 10 s (watchdog notify --test phone)",
            ],
            output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
