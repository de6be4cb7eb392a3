using Watchdog.Benchmarks;

// The target and the stopwatch are verbs of this program, since they have to run inside the box.
if (args is ["serve", var port]) return Target.Serve(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
if (args is ["time", var rounds, .. var command]) return Stopwatches.Run(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture), command);
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

static async Task RunAsync(BenchOptions options)
{
    using var work = WorkFolder.Create();
    await Published.PutIntoAsync(work, options.Binary);
    await using var box = await Box.StartAsync(work);
    await using var bench = await Bench.PrepareAsync(box, options.Quick);
    if (options.Wants("check")) await CheckBench.RunAsync(bench);
    if (options.Wants("steady")) await SteadyBench.RunAsync(bench);
    if (options.Wants("hanging")) await HangingBench.RunAsync(bench);
}
