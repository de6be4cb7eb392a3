using Watchdog.Benchmarks;

// The target and the stopwatch are verbs of this program, since they have to run inside the box.
if (args is ["serve", var port]) return Target.Serve(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["time", var rounds, .. var command]) return Stopwatches.Run(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture), command);
if (args is ["peak", .. var once]) return Stopwatches.Peak(once);
if (args is ["journal", var folder, var services, var days]) return Journal(folder, int.Parse(services, System.Globalization.CultureInfo.InvariantCulture), int.Parse(days, System.Globalization.CultureInfo.InvariantCulture));
if (BenchOptions.Parse(args) is not { } options) return 2;

try
{
    await RunAsync(options);
    return 0;
}
catch (Exception failure) when (failure is InvalidOperationException or TimeoutException or IOException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

// For trying out: STATE_DIRECTORY is the folder above.
static int Journal(string folder, int services, int days)
{
    Watchdog.Tests.Reporting.Told.ToldJournal.SaveMonth(folder, services, days, DateTimeOffset.UtcNow);
    return 0;
}

static async Task RunAsync(BenchOptions options)
{
    using var work = WorkFolder.Create();
    await Published.PutIntoAsync(work, options.Binary);
    if (options.Wants("report")) await ReportBench.RunAsync(work, options.Quick);
    if (options.What == "report") return;

    await using var box = await Box.StartAsync(work);
    await using var bench = await Bench.PrepareAsync(box, options.Quick);
    if (options.Wants("check")) await CheckBench.RunAsync(bench);
    if (options.Wants("steady")) await SteadyBench.RunAsync(bench);
    if (options.Wants("hanging")) await HangingBench.RunAsync(bench);
}
