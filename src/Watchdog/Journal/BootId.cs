using System.Runtime.InteropServices;

namespace Watchdog.Journal;

/// <summary>Tells boots apart: monotonic times of one boot mean nothing on another.</summary>
internal static partial class BootId
{
    /// <summary>Empty where the system does not tell; such a boot is taken for another one each time.</summary>
    public static string Read()
    {
        try
        {
            return OperatingSystem.IsMacOS() ? ReadMac() : File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static unsafe string ReadMac()
    {
        var buffer = stackalloc byte[64];
        nuint length = 64;
        return SysctlByName("kern.bootsessionuuid", buffer, &length, null, 0) == 0 ? Marshal.PtrToStringUTF8((nint)buffer) ?? "" : "";
    }

    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int SysctlByName(string name, byte* value, nuint* length, void* replacement, nuint replacementLength);
}
