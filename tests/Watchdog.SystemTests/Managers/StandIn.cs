namespace Watchdog.SystemTests.Managers;

/// <summary>The stand-in for launchd, and property lists for it.</summary>
internal static class StandIn
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Launchd", "launchctl");

    /// <summary>Of a job that is kept alive.</summary>
    public static string Plist(string label, int throttle, params string[] command) => Plist(label, throttle, "", command);

    /// <param name="label">Of the job.</param>
    /// <param name="throttle">Seconds.</param>
    /// <param name="keys">More keys and values, as XML.</param>
    /// <param name="command">What it runs.</param>
    public static string Plist(string label, int throttle, string keys, string[] command) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0"><dict>
          <key>Label</key><string>{label}</string>
          <key>ProgramArguments</key><array>{string.Concat(command.Select(argument => $"<string>{argument}</string>"))}</array>
          <key>KeepAlive</key><true/>
          <key>RunAtLoad</key><true/>
          <key>ThrottleInterval</key><integer>{throttle}</integer>
          <key>ExitTimeOut</key><integer>2</integer>
          {keys}
        </dict></plist>
        """;
}
