using System.Collections.Immutable;
using Watchdog.Notify;

namespace Watchdog.Tests.Notify.Telling;

/// <summary>Keeps what it is given; the same message for the same notifier once, as the real one does.</summary>
internal sealed class FakeOutbox : IOutbox
{
    private readonly List<(Message Message, string To, DateTimeOffset? NotBefore)> _added = [];
    private readonly HashSet<(string Id, string To)> _seen = [];

    public IReadOnlyList<(Message Message, string To, DateTimeOffset? NotBefore)> Added => _added;

    /// <summary><c>ops: Acted web: restarted, …</c></summary>
    public IEnumerable<string> Titles => _added.Select(one => $"{one.To}: {one.Message.Kind} {one.Message.Title}");

    /// <summary><c>ops Acted</c>, in order.</summary>
    public string Kinds => string.Join("; ", _added.Select(one => $"{one.To} {one.Message.Kind}"));

    /// <summary>We are killed before it takes anything.</summary>
    public bool Kill { get; set; }

    public void Clear() => _added.Clear();

    public void Add(Message message, ImmutableArray<string> notifiers, DateTimeOffset? notBefore = null)
    {
        if (Kill) throw new InvalidOperationException("killed");
        foreach (var name in notifiers)
        {
            if (_seen.Add((message.Id, name))) _added.Add((message, name, notBefore));
        }
    }
}
