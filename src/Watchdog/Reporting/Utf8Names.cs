using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Watchdog.Reporting;

/// <summary>Finds what is kept by a name whose bytes are at hand, without making a text of them each time.</summary>
internal sealed class Utf8Names : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public static Utf8Names Instance { get; } = new();

    public bool Equals(string? one, string? other) => one == other;

    public int GetHashCode([DisallowNull] string name) => GetHashCode(Encoding.UTF8.GetBytes(name));

    public bool Equals(ReadOnlySpan<byte> utf8, string name) =>
        utf8.Length == name.Length ? Ascii.Equals(utf8, name) || Encoding.UTF8.GetString(utf8) == name : utf8.Length > name.Length && Encoding.UTF8.GetString(utf8) == name;

    public int GetHashCode(ReadOnlySpan<byte> utf8)
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        return hash.ToHashCode();
    }

    public string Create(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
