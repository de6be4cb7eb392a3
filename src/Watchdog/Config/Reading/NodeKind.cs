namespace Watchdog.Config.Reading;

internal enum NodeKind
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,

    /// <summary>A string whose reference could not be resolved: that is reported already.</summary>
    Unresolved,
}
