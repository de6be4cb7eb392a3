using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Watchdog.SystemTests.Browser;

/// <summary>A real browser without a window, over its DevTools protocol: one page, of which it is known what it asks for.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _profile = Directory.CreateTempSubdirectory("watchdog-chromium-").FullName;
    private readonly CancellationTokenSource _deadline = new(s_patience * 3);
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _events = [];
    private Process? _process;
    private string? _session;
    private int _number;

    /// <summary>What the page has asked for, and what its own policy has forbidden.</summary>
    public IReadOnlyList<string> Requests => [.. Events("Network.requestWillBeSent").Select(one => one["params"]!["request"]!["url"]!.GetValue<string>())];

    public IReadOnlyList<string> Complaints => [.. Events("Log.entryAdded").Select(one => one["params"]!["entry"]!["text"]!.GetValue<string>())];

    public static string? Program => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public static async Task<Chromium> StartAsync()
    {
        var browser = new Chromium();
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <param name="file">The page.</param>
    /// <param name="width">In CSS pixels.</param>
    /// <param name="phone">As a phone lays out: it takes its width from the page where that says nothing.</param>
    /// <param name="dark">What the user prefers.</param>
    public async Task OpenAsync(string file, int width, bool phone, bool dark)
    {
        _events.Clear();
        await CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 844, ["deviceScaleFactor"] = phone ? 2 : 1, ["mobile"] = phone });
        await CallAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }) });
        await CallAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        while (!Events("Page.loadEventFired").Any()) Note(await ReceiveAsync());
    }

    public async Task<double> NumberAsync(string expression) => (await EvaluateAsync(expression)).GetValue<double>();

    public async Task<string> TextAsync(string expression) => (await EvaluateAsync(expression)).GetValue<string>();

    /// <summary>All of the page, however long.</summary>
    public async Task SaveScreenshotAsync(string file)
    {
        var shot = await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true });
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(shot["data"]!.GetValue<string>()));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(_deadline.Token);
            _process.Dispose();
        }

        Directory.Delete(_profile, recursive: true);
        _deadline.Dispose();
    }

    private async Task ConnectAsync()
    {
        // No sandbox of its own: it does not start as root with one.
        _process = Process.Start(new ProcessStartInfo(Program!, [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
            $"--user-data-dir={_profile}", "--remote-debugging-port=0", "about:blank"])
        { RedirectStandardError = true })!;
        const string listens = "DevTools listening on ";
        string? address = null;
        while (address is null)
        {
            var line = await _process.StandardError.ReadLineAsync(_deadline.Token) ?? throw new InvalidOperationException("the browser has ended");
            if (line.StartsWith(listens, StringComparison.Ordinal)) address = line[listens.Length..];
        }

        _ = _process.StandardError.ReadToEndAsync(_deadline.Token);        // a full pipe would stop it
        await _socket.ConnectAsync(new Uri(address), _deadline.Token);
        var target = await CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached = await CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true });
        _session = attached["sessionId"]!.GetValue<string>();
        foreach (var domain in new[] { "Page", "Network", "Log", "Runtime" }) await CallAsync($"{domain}.enable", []);
    }

    private async Task<JsonNode> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        return answer["result"]?["value"] ?? throw new InvalidOperationException($"{expression}: {answer.ToJsonString()}");
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        var number = ++_number;
        var call = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters };
        if (_session is not null) call["sessionId"] = _session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, true, _deadline.Token);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message["id"]?.GetValue<int>() != number) Note(message);
            else return message["result"] ?? throw new InvalidOperationException($"{method}: {message.ToJsonString()}");
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 << 10];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), _deadline.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }

    private void Note(JsonNode message)
    {
        if (message["method"] is not null) _events.Add(message);
    }

    private IEnumerable<JsonNode> Events(string method) => _events.Where(one => one["method"]!.GetValue<string>() == method);
}
