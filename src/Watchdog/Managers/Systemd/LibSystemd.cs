using System.Runtime.InteropServices;

namespace Watchdog.Managers.Systemd;

/// <summary>
/// The parts of libsystemd that we call, under its own names: sd-bus(3) and sd-journal(3). None is variadic, since C# cannot call those. All return a
/// negative errno on failure.
/// </summary>
internal static unsafe partial class LibSystemd
{
    private const string Library = "libsystemd.so.0";

    /// <summary>False on a machine without systemd (macOS, Alpine).</summary>
    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library)]
    public static partial int sd_bus_new(out nint bus);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_bus_set_address(nint bus, string address);

    [LibraryImport(Library)]
    public static partial int sd_bus_set_bus_client(nint bus, int yes);

    [LibraryImport(Library)]
    public static partial int sd_bus_set_method_call_timeout(nint bus, ulong microseconds);

    [LibraryImport(Library)]
    public static partial int sd_bus_start(nint bus);

    [LibraryImport(Library)]
    public static partial int sd_bus_process(nint bus, nint noMessage);

    [LibraryImport(Library)]
    public static partial int sd_bus_get_fd(nint bus);

    [LibraryImport(Library)]
    public static partial int sd_bus_get_events(nint bus);

    [LibraryImport(Library)]
    public static partial int sd_bus_get_timeout(nint bus, out ulong monotonicMicroseconds);

    [LibraryImport(Library)]
    public static partial nint sd_bus_close_unref(nint bus);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_bus_add_match_async(
        nint bus, nint noSlot, string match, delegate* unmanaged<nint, nint, nint, int> received, nint installedDefault, nint userdata);

    [LibraryImport(Library)]
    public static partial int sd_bus_call_async(
        nint bus, nint noSlot, nint message, delegate* unmanaged<nint, nint, nint, int> answered, nint userdata, ulong microseconds);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_bus_message_new_method_call(
        nint bus, out nint message, string destination, string path, string @interface, string member);

    [LibraryImport(Library)]
    public static partial nint sd_bus_message_unref(nint message);

    [LibraryImport(Library)]
    public static partial int sd_bus_message_append_basic(nint message, byte type, void* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_bus_message_open_container(nint message, byte type, string contents);

    [LibraryImport(Library)]
    public static partial int sd_bus_message_close_container(nint message);

    [LibraryImport(Library)]
    public static partial int sd_bus_message_read_basic(nint message, byte type, void* value);

    [LibraryImport(Library)]
    public static partial int sd_bus_message_read_array(nint message, byte type, out byte* start, out nuint bytes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_bus_message_enter_container(nint message, byte type, string contents);

    [LibraryImport(Library)]
    public static partial int sd_bus_message_exit_container(nint message);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_bus_message_skip(nint message, string types);

    [LibraryImport(Library)]
    public static partial int sd_bus_message_peek_type(nint message, out byte type, out nint contents);

    [LibraryImport(Library)]
    public static partial nint sd_bus_message_get_member(nint message);

    [LibraryImport(Library)]
    public static partial nint sd_bus_message_get_path(nint message);

    [LibraryImport(Library)]
    public static partial nint sd_bus_message_get_sender(nint message);

    /// <summary>An sd_bus_error: the name's and the message's char pointers, then a flag. Null when the message is no error.</summary>
    [LibraryImport(Library)]
    public static partial nint* sd_bus_message_get_error(nint message);

    [LibraryImport(Library)]
    public static partial int sd_journal_open(out nint journal, int flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_journal_open_directory(out nint journal, string path, int flags);

    [LibraryImport(Library)]
    public static partial void sd_journal_close(nint journal);

    [LibraryImport(Library)]
    public static partial int sd_journal_add_match(nint journal, byte* data, nuint size);

    /// <summary>What was matched until now, or what is matched from now on.</summary>
    [LibraryImport(Library)]
    public static partial int sd_journal_add_disjunction(nint journal);

    [LibraryImport(Library)]
    public static partial int sd_journal_seek_head(nint journal);

    [LibraryImport(Library)]
    public static partial int sd_journal_seek_tail(nint journal);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_journal_seek_cursor(nint journal, string cursor);

    /// <summary>Positive when the present line is the cursor's.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_journal_test_cursor(nint journal, string cursor);

    /// <param name="journal">The handle.</param>
    /// <param name="cursor">To be freed with free(3).</param>
    [LibraryImport(Library)]
    public static partial int sd_journal_get_cursor(nint journal, out byte* cursor);

    [LibraryImport(Library)]
    public static partial int sd_journal_get_realtime_usec(nint journal, out ulong microseconds);

    [LibraryImport(Library)]
    public static partial int sd_journal_next(nint journal);

    [LibraryImport(Library)]
    public static partial int sd_journal_previous(nint journal);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sd_journal_get_data(nint journal, string field, out byte* data, out nuint size);
}
