using Watchdog.Managers.Logs;
using Watchdog.Tests.Support;

namespace Watchdog.Tests.Managers.Logs;

public sealed class AsideTests
{
    private readonly TestTimeProvider _time = new();

    [Fact]
    public async Task Ask_TakesTooLong_IsGivenAMomentToComeBackWithWhatItHas()
    {
        using var back = new ManualResetEventSlim();
        var asked = new Aside(_time).AskAsync(
            late =>
            {
                late.WaitHandle.WaitOne();
                back.Wait(CancellationToken.None);
                return "a part";
            },
            CancellationToken.None);
        await _time.ArmedAsync(_time.Uptime + Aside.Patience);

        _time.Advance(Aside.Patience);
        await _time.ArmedAsync(_time.Uptime + TimeSpan.FromMilliseconds(300));
        back.Set();

        Assert.Equal("a part", await asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_DoesNotComeBack_IsLeftBehind(bool cancelled)
    {
        using var cancel = new CancellationTokenSource();
        using var back = new ManualResetEventSlim();
        var asked = new Aside(_time).AskAsync(
            _ =>
            {
                back.Wait(CancellationToken.None);
                return "late";
            },
            cancel.Token);
        await _time.ArmedAsync(_time.Uptime + Aside.Patience);
        if (cancelled) await cancel.CancelAsync();
        while (!asked.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(asked, Task.Delay(10));
        }

        if (cancelled) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        else Assert.Null(await asked);
        back.Set();
    }
}
