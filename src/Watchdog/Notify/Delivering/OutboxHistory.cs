using System.Globalization;
using System.Text;
using Watchdog.Journal;

namespace Watchdog.Notify.Delivering;

/// <summary>
/// What is done with, so that it is not sent again: a line for each message and notifier, appended after the one and before the message's file goes. A crash
/// between sending and the line sends once more; that is what the idempotency key is for. And what was tried in vain, for the runs of a timer: each begins anew.
/// </summary>
internal sealed class OutboxHistory
{
    /// <summary>Lines that are kept: more than the outbox holds, and far more than a week of trouble.</summary>
    private const int Most = 30_000;

    private const string Sent = "sent", Dropped = "dropped", Told = "told", Untold = "untold", Failed = "failed", Refused = "refused";

    private readonly string _path;
    private readonly ILogger _log;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, int> _dropped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _failed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _refused = new(StringComparer.Ordinal);
    private int _lines;
    private bool _unwritten;

    public OutboxHistory(string folder, ILogger log)
    {
        (_path, _log) = (Path.Combine(folder, "history"), log);
        try
        {
            if (!File.Exists(_path)) return;
            foreach (var line in File.ReadLines(_path)) Take(line);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.OutboxUnread(log, folder, failure.Message);
        }
    }

    public bool Knows(string notifier, string id) => _known.Contains(Key(notifier, id));

    /// <summary>Messages that were dropped and not told of yet.</summary>
    public int DroppedOf(string notifier) => _dropped.GetValueOrDefault(notifier);

    /// <summary>Whether that notifier has failed on it since something arrived, and not yet on all others: where it is the message, not the way, the others are not to wait for it.</summary>
    public bool HasFailed(string notifier, string id) => _failed.GetValueOrDefault(notifier)?.Contains(Key(notifier, id)) == true;

    public void AddFailed(string notifier, string id) => Append($"{Failed}\t{Key(notifier, id)}");

    /// <returns>How often it was by now.</returns>
    public int AddRefused(string notifier, string id)
    {
        Append($"{Refused}\t{Key(notifier, id)}");
        return _refused[Key(notifier, id)];
    }

    public void AddSent(string notifier, string id) => Append($"{Sent}\t{Key(notifier, id)}");

    public void AddDropped(string notifier, string id) => Append($"{Dropped}\t{Key(notifier, id)}");

    /// <summary>So many of the dropped ones were told of.</summary>
    public void AddTold(string notifier, int count) => Append(string.Create(CultureInfo.InvariantCulture, $"{Told}\t{notifier}\t{count}"));

    private static string Key(string notifier, string id) => $"{notifier}\t{Uri.EscapeDataString(id)}";

    /// <summary>A line that a crash has cut short says nothing.</summary>
    private void Take(string line)
    {
        if (line.Split('\t') is not [var what, var notifier, var rest]) return;

        _lines++;
        if (what == Told)
        {
            _dropped[notifier] = Math.Max(0, DroppedOf(notifier) - (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0));
            return;
        }

        if (what == Untold) _dropped[notifier] = int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left : 0;
        var key = $"{notifier}\t{rest}";
        if (what == Refused) _refused[key] = _refused.GetValueOrDefault(key) + 1;
        if (what == Failed) TakeFailed(notifier, key);
        if (what is not (Sent or Dropped)) return;
        _refused.Remove(key);
        if (what == Sent) _failed.Remove(notifier);
        else _failed.GetValueOrDefault(notifier)?.Remove(key);
        if (!_known.Add(key)) return;
        if (what == Dropped) _dropped[notifier] = DroppedOf(notifier) + 1;
        _order.Enqueue(key);
        while (_order.Count > Most) _known.Remove(_order.Dequeue());
    }

    /// <summary>One that fails again has let all others go first: it begins anew.</summary>
    private void TakeFailed(string notifier, string key)
    {
        if (!_failed.TryGetValue(notifier, out var failed)) _failed[notifier] = failed = new HashSet<string>(StringComparer.Ordinal);
        if (failed.Add(key)) return;

        failed.Clear();
        failed.Add(key);
    }

    private void Append(string line)
    {
        Take(line);
        try
        {
            if (_lines > 2 * Most) Compact();
            else Write(line);
            _unwritten = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_unwritten) Log.OutboxHistoryUnwritten(_log, _path, failure.Message);
            _unwritten = true;
        }
    }

    /// <summary>The newline comes first: it ends what a crash has cut short.</summary>
    private void Write(string line)
    {
        if (!File.Exists(_path)) AtomicFile.CreateEmpty(_path);
        using var file = Libc.OpenForAppend(_path);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes($"\n{line}\n"), RandomAccess.GetLength(file));
    }

    private void Compact()
    {
        var untold = _dropped.Where(one => one.Value > 0).Select(one => string.Create(CultureInfo.InvariantCulture, $"{Untold}\t{one.Key}\t{one.Value}"));
        var lines = _order.Select(key => $"{Sent}\t{key}").Concat(untold).ToArray();
        AtomicFile.Replace(_path, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        _lines = lines.Length;
    }
}
