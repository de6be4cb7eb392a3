using System.Text;
using Watchdog.Evidence;

namespace Watchdog.Tests.Evidence;

/// <summary>A bundle in memory.</summary>
internal sealed class TextFiles : IBundleFiles
{
    private readonly Dictionary<string, StringBuilder> _files = [];

    public IEnumerable<string> Names => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>Empty for a file that nobody has written.</summary>
    public string this[string name] => _files.TryGetValue(name, out var text) ? text.ToString() : "";

    public int Append(string name, string text)
    {
        Assert.True(text.Length == 0 || text.EndsWith('\n'), $"{name} was not given whole lines");
        lock (_files)
        {
            if (!_files.TryGetValue(name, out var file)) _files[name] = file = new StringBuilder();
            file.Append(text);
        }

        return text.Count('\n');
    }
}
