using System.Text.Json;
using Watchdog.Config.Reading;

namespace Watchdog.Config.Format;

/// <summary>One key of an object, and what it sets in <typeparamref name="T"/>: all that binding, writing, describing and suggesting need to know.</summary>
internal abstract class Key<T>(string name, string doc)
{
    public string Name => name;

    public string Doc => doc;

    public bool Required { get; init; }

    /// <summary>It is read, and has no effect.</summary>
    public bool IsIdle { get; init; }

    /// <inheritdoc cref="Form{T}.Essentials"/>
    public virtual IReadOnlyList<string> Essentials => [];

    /// <inheritdoc cref="Section{T}.HomesOf"/>
    public virtual IEnumerable<string> HomesOf(string name) => [];

    /// <summary>The owner with what the node says; as it was when that is nothing usable.</summary>
    public abstract T Read(T owner, Node node, Findings findings);

    /// <summary>Writes name and value, or nothing when it is unset.</summary>
    public abstract void Write(EffectiveWriter output, T owner);

    /// <summary>The members of this key's schema object, with the default that <paramref name="blank"/> has.</summary>
    public abstract void WriteSchema(Utf8JsonWriter schema, T blank);
}
