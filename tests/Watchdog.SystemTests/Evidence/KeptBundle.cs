using Watchdog.Evidence;
using Watchdog.SystemTests.EndToEnd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Evidence;

/// <summary>A bundle of a daemon in a box, as it lies there.</summary>
internal sealed class KeptBundle(SystemdBox box, BoxedDaemon daemon, string id)
{
    /// <summary>Inside.</summary>
    public string Folder => $"{daemon.StateFolder}/evidence/{id}";

    /// <summary>As it stands now.</summary>
    public BundleIndex Index => BundleStore.Read(box.HostPath(Folder)) ?? throw new InvalidOperationException($"{id} has no index");

    public string Read(string file) => File.ReadAllText(box.HostPath($"{Folder}/{file}"));

    /// <summary>All bundles of a daemon that there are.</summary>
    public static IReadOnlyList<KeptBundle> Of(SystemdBox box, BoxedDaemon daemon) =>
        [.. new BundleStore(box.HostPath($"{daemon.StateFolder}/evidence")).List().Select(one => new KeptBundle(box, daemon, one.Id))];
}
