using System.Collections.Immutable;
using System.Threading.Channels;

namespace Watchdog.Managers.Systemd;

/// <summary>Follows the units that match a glob: the instances of a template, which come and go.</summary>
internal sealed class UnitDirectory(SystemdManager manager)
{
    /// <summary>A deploy starts many instances at once: one list for all of them.</summary>
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Calls <paramref name="changed"/> with the names, sorted, at first and whenever they have changed: units that run, are about to, or have failed. One that
    /// is inactive is not among them. The set stays as it was while the bus is lost. Never two calls at a time; disposing ends it.
    /// </summary>
    /// <param name="glob">As systemctl takes it: <c>hello-agent@*.service</c>.</param>
    /// <param name="changed">From any thread; must not throw.</param>
    public IDisposable Follow(string glob, Action<ImmutableArray<string>> changed)
    {
        var following = new Following(manager, glob, changed);
        following.Begin();
        return following;
    }

    private sealed class Following(SystemdManager manager, string glob, Action<ImmutableArray<string>> changed) : IDisposable
    {
        private static readonly string[] s_there = ["active", "reloading", "activating", "deactivating", "failed"];

        private readonly CancellationTokenSource _stop = new();
        private readonly Channel<bool> _stale = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly string _prefix = glob[..(glob.AsSpan().IndexOfAny('*', '?', '[') is >= 0 and var at ? at : glob.Length)];
        private ImmutableArray<string>? _last;

        public void Begin()
        {
            manager.UnitsChanged += OnUnitsChanged;
            _stale.Writer.TryWrite(true);
            _ = RunAsync();
        }

        public void Dispose()
        {
            manager.UnitsChanged -= OnUnitsChanged;
            _stop.Cancel();
        }

        private void OnUnitsChanged(string unit)
        {
            if (unit.Length == 0 || unit.StartsWith(_prefix, StringComparison.Ordinal)) _stale.Writer.TryWrite(true);
        }

        private async Task RunAsync()
        {
            try
            {
                while (await _stale.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
                {
                    _stale.Reader.TryRead(out _);
                    await ListAsync().ConfigureAwait(false);
                    await Task.Delay(s_gather, manager.Time, _stop.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Disposed.
            }
        }

        private async Task ListAsync()
        {
            var reply = await UnitList.AskAsync(manager, s_there, glob, _stop.Token).ConfigureAwait(false);
            if (reply.Error is not null || (_last is { } last && last.SequenceEqual(reply.Value))) return;

            _last = reply.Value;
            changed(reply.Value);
        }
    }
}
