#!/usr/bin/env bash
# Publishes the watchdog as one file that needs no .NET on the machine, and has it install itself. Can be run again.
#   deploy/install.sh [--timer] [--user] [--as-root] [--dry-run] [--config FILE]
# The options are those of 'watchdog install'. As root, or as the user with --user; without root it asks sudo for the installing only.
# It keeps to what macOS has: bash 3.2, no timeout(1).
set -euo pipefail

fail() { echo "deploy/install.sh: $1" >&2; exit 1; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

user_scope=no dry_run=no
for argument in "$@"; do
  case $argument in
    --user) user_scope=yes ;;
    --dry-run) dry_run=yes ;;
    -h | --help) sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  esac
done

out=$root/out/publish

command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing: install it (https://dot.net/download), or publish on another machine and run 'watchdog install' there"
major=$(cd "$root" && dotnet --version 2>/dev/null | cut -d. -f1) || true
[[ ${major:-0} -ge 10 ]] || fail "the .NET SDK 10 is needed, here is '$(dotnet --version 2>/dev/null || echo none)': install it (https://dot.net/download)"
case $(uname -sm) in
  "Linux x86_64") rid=linux-x64 ;;
  "Linux aarch64") rid=linux-arm64 ;;
  "Darwin arm64") rid=osx-arm64 ;;
  "Darwin x86_64") rid=osx-x64 ;;
  *) fail "no build for $(uname -sm): Linux on x86_64 or aarch64, or macOS, is needed" ;;
esac

# Where there is no timeout(1), whoever waits too long interrupts it.
bounded() { if command -v timeout >/dev/null; then timeout 900 "$@"; else "$@"; fi; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
echo "publishing for $rid (a minute or two the first time) …"
# For macOS the SDK signs the file ad hoc by itself, as Apple's processors demand.
bounded dotnet publish "$root/src/Watchdog/Watchdog.csproj" --configuration Release --runtime "$rid" --self-contained \
  -p:PublishSingleFile=true -p:PublishTrimmed=true -p:PublishReadyToRun=true -p:DebugType=none \
  -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false --output "$out" --verbosity quiet --nologo

[[ $EUID -eq 0 || $user_scope == yes || $dry_run == yes ]] && exec "$out/watchdog" install "$@"
command -v sudo >/dev/null || fail "installing for the system needs root: run it as root, or with --user"
exec sudo "$out/watchdog" install "$@"
