using System.Runtime.InteropServices;
using System.Text;

namespace Watchdog.Managers.Systemd;

/// <summary>A message, readable once from front to end, on the bus thread and only within the callback that it is handed to.</summary>
internal readonly unsafe ref struct BusMessage(nint handle)
{
    public string Member => Text(LibSystemd.sd_bus_message_get_member(handle));

    public string Path => Text(LibSystemd.sd_bus_message_get_path(handle));

    /// <summary>The unique name of who sent it, which nobody can forge.</summary>
    public string Sender => Text(LibSystemd.sd_bus_message_get_sender(handle));

    public BusError? Error
    {
        get
        {
            var error = LibSystemd.sd_bus_message_get_error(handle);
            return error is null || error[0] == 0 ? null : new BusError(Text(error[0]), Text(error[1]));
        }
    }

    public string ReadString(char type = 's')
    {
        nint value;
        Check(LibSystemd.sd_bus_message_read_basic(handle, (byte)type, &value));
        return Text(value);
    }

    /// <summary>A string's bytes, valid as long as the message.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        byte* value;
        Check(LibSystemd.sd_bus_message_read_basic(handle, (byte)'s', &value));
        return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(value);
    }

    /// <summary>Any fixed-size type of up to 64 bits: y, b, n, q, i, u, x, t.</summary>
    public ulong ReadNumber(char type)
    {
        var value = 0UL;
        Check(LibSystemd.sd_bus_message_read_basic(handle, (byte)type, &value));
        return value;
    }

    public byte[] ReadBytes()
    {
        Check(LibSystemd.sd_bus_message_read_array(handle, (byte)'y', out var start, out var size));
        return new ReadOnlySpan<byte>(start, (int)size).ToArray();
    }

    public string[] ReadStrings()
    {
        var all = new List<string>();
        Enter('a', "s");
        nint value;
        while (Check(LibSystemd.sd_bus_message_read_basic(handle, (byte)'s', &value)) > 0) all.Add(Text(value));
        Exit();
        return [.. all];
    }

    /// <summary>False at the end of the array that surrounds it.</summary>
    public bool Enter(char type, string contents) => Check(LibSystemd.sd_bus_message_enter_container(handle, (byte)type, contents)) > 0;

    public void Exit() => Check(LibSystemd.sd_bus_message_exit_container(handle));

    public void Skip(string types) => Check(LibSystemd.sd_bus_message_skip(handle, types));

    /// <summary>What the variant that comes next holds.</summary>
    public string PeekVariant()
    {
        Check(LibSystemd.sd_bus_message_peek_type(handle, out _, out var contents));
        return Text(contents);
    }

    public void Append(string value)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(value + '\0'))
        {
            Check(LibSystemd.sd_bus_message_append_basic(handle, (byte)'s', text));
        }
    }

    public void Append(int value) => Check(LibSystemd.sd_bus_message_append_basic(handle, (byte)'i', &value));

    public void Append(ReadOnlySpan<string> values)
    {
        Check(LibSystemd.sd_bus_message_open_container(handle, (byte)'a', "s"));
        foreach (var value in values) Append(value);
        Check(LibSystemd.sd_bus_message_close_container(handle));
    }

    private static string Text(nint value) => Marshal.PtrToStringUTF8(value) ?? "";

    private static int Check(int result) =>
        result >= 0 ? result : throw new InvalidDataException($"a D-Bus message is not what it should be (errno {-result})");
}
