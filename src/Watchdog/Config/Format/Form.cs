using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>How one kind of value stands in the file: read from it, written to it, and described for editors.</summary>
internal abstract class Form<T>
{
    /// <summary>Whether <c>null</c> is as good as leaving it out (in a service: without what <c>defaults</c> say).</summary>
    public virtual bool AllowsNull => false;

    /// <summary>Without one of these keys, a value that stands in <c>defaults</c> alone only tunes and configures nothing.</summary>
    public virtual IReadOnlyList<string> Essentials => [];

    /// <inheritdoc cref="Section{T}.HomesOf"/>
    public virtual IEnumerable<string> HomesOf(string name) => [];

    /// <summary>False when there is no usable value; that has been reported.</summary>
    public bool TryRead(Node node, Findings findings, out T value)
    {
        value = default!;
        if (node.Kind != NodeKind.Unresolved) return Parse(node, findings, out value);
        if (findings.Elsewhere) return TryStandIn(node, findings, out value);
        findings.Spoil();
        return false;
    }

    public abstract void Write(EffectiveWriter output, T value);

    /// <summary>The members of this form's schema object.</summary>
    public abstract void WriteSchema(Utf8JsonWriter schema);

    /// <summary>Whether there is nothing to write.</summary>
    public virtual bool IsUnset(T value) => value is null;

    protected abstract bool Parse(Node node, Findings findings, out T value);

    /// <summary>What stands for a value that can only be had elsewhere; false when it is as good as left out.</summary>
    protected virtual bool TryStandIn(Node node, Findings findings, out T value)
    {
        value = default!;
        return false;
    }

    protected static bool Wrong(Node node, Findings findings, string message)
    {
        findings.Error(node, message);
        return false;
    }

    /// <summary>What stands there, for a message.</summary>
    protected static string Found(Node node) => node.Kind switch
    {
        NodeKind.Object => "an object",
        NodeKind.Array => "an array",
        NodeKind.Null => "null",
        // It may hold a password.
        NodeKind.String when node.Shown.Contains("://", StringComparison.Ordinal) && node.Shown.Contains('@') => "this URL",
        NodeKind.String => node.Shown.Length <= 100 ? $"\"{node.Shown}\"" : "a long text",
        _ => node.Shown.Length <= 100 ? node.Shown : "a long number",
    };
}
