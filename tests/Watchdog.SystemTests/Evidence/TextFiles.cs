using System.Text;
using Watchdog.Evidence;

namespace Watchdog.SystemTests.Evidence;

/// <summary>A bundle in memory.</summary>
internal sealed class TextFiles : IBundleFiles
{
    private readonly Dictionary<string, StringBuilder> _files = [];

    /// <summary>Empty for a file that nobody has written.</summary>
    public string this[string name] => _files.TryGetValue(name, out var text) ? text.ToString() : "";

    public int Append(string name, string text)
    {
        lock (_files)
        {
            if (!_files.TryGetValue(name, out var file)) _files[name] = file = new StringBuilder();
            file.Append(text);
        }

        return text.Count('\n');
    }
}
