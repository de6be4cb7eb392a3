using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Watchdog.Core.Tests")]
