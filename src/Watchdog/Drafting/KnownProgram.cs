using System.Globalization;

namespace Watchdog.Drafting;

/// <summary>A program that speaks no HTTP and would take a request for an attack, or for garbage in its log: it is told by its name or port and not asked.</summary>
/// <param name="Name">For people.</param>
/// <param name="Ports">Where it listens by convention (IANA, or the project's own default).</param>
/// <param name="Programs">What its processes are called.</param>
internal sealed record KnownProgram(string Name, int[] Ports, string[] Programs)
{
    private static readonly KnownProgram[] s_all =
    [
        new("Redis", [6379, 26379], ["redis-server", "valkey-server", "keydb-server", "redis-sentinel"]) { KeepsData = true, Ping = ["/usr/bin/redis-cli", "-p", "PORT", "ping"] },
        new("PostgreSQL", [5432], ["postgres", "postmaster", "pgbouncer"]) { KeepsData = true, Ping = ["/usr/bin/pg_isready", "-q", "-h", "127.0.0.1", "-p", "PORT"] },
        new("MySQL", [3306, 33060], ["mysqld", "mariadbd"]) { KeepsData = true, Ping = ["/usr/bin/mysqladmin", "-h", "127.0.0.1", "-P", "PORT", "ping"] },
        new("memcached", [11211], ["memcached"]) { KeepsData = true },
        new("MongoDB", [27017, 27018, 27019], ["mongod", "mongos"]) { KeepsData = true },
        new("Cassandra", [9042, 7000], []) { KeepsData = true },
        new("Kafka", [9092], []) { KeepsData = true },
        new("ZooKeeper", [2181, 2888, 3888], []) { KeepsData = true },
        new("RabbitMQ", [5671, 5672, 25672], []) { KeepsData = true },
        new("the Erlang port mapper", [4369], ["epmd"]),
        new("NATS", [4222], []),
        new("an MQTT broker", [1883, 8883], ["mosquitto"]),
        new("a mail server", [25, 465, 587, 110, 143, 993, 995, 4190], ["master", "exim4", "dovecot", "sendmail"]),
        new("a directory server", [389, 636], ["slapd"]),
        new("a name server", [53, 853], ["named", "unbound", "dnsmasq", "pdns_server"]),
        new("a file server", [139, 445, 2049, 111, 873, 21], ["smbd", "vsftpd", "proftpd", "rsync"]),
        new("a remote screen", [3389, 5900, 5901], []),
        new("an SSH server", [22], ["sshd", "dropbear"]),
    ];

    /// <summary>Its memory is its data: no reason for a restart.</summary>
    public bool KeepsData { get; init; }

    /// <summary>A command that asks it; <c>PORT</c> stands for the port. Empty for none.</summary>
    public string[] Ping { get; init; } = [];

    /// <returns>Null for a program that may as well speak HTTP.</returns>
    public static KnownProgram? Of(string program, int port) =>
        Array.Find(s_all, known => known.Programs.Contains(program)) ?? Array.Find(s_all, known => known.Ports.Contains(port));

    /// <summary>The command as JSON; null where there is none, or its program is not here.</summary>
    public string? PingJson(int port, Func<string, bool> exists) => Ping is [var program, ..] && exists(program)
        ? $"[{string.Join(", ", Ping.Select(word => Quoted.Json(word == "PORT" ? port.ToString(CultureInfo.InvariantCulture) : word)))}]"
        : null;
}
