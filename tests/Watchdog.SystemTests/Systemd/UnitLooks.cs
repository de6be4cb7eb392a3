using Watchdog.Core;
using Watchdog.Managers;

namespace Watchdog.SystemTests.Systemd;

/// <summary>Looks at a unit until it is as expected.</summary>
internal static class UnitLooks
{
    public static async Task<UnitStatus> StatusAsync(this IManagedUnit unit)
    {
        var look = await unit.LookAsync(CancellationToken.None);
        Assert.True(look.Status is not null, look.Unseen.Sentence);
        return look.Status;
    }

    public static async Task<UnitStatus> UntilAsync(this IManagedUnit unit, Func<UnitStatus, bool> expected)
    {
        UnitStatus? last = null;
        await Eventually.TrueAsync(
            async () =>
            {
                last = (await unit.LookAsync(CancellationToken.None)).Status;
                return last is not null && expected(last);
            },
            $"a state of {unit.Name}");
        return last!;
    }

    public static Task<UnitStatus> UntilAsync(this IManagedUnit unit, UnitState state) => unit.UntilAsync(status => status.State == state);
}
