#!/usr/bin/env bash
# Builds everything once (style and format are errors of the build), runs all tests, and ends with one line: N passed, N failed, N skipped.
#   tests/run.sh             installs nothing; tests that cannot run here are skipped, each with its reason
#   tests/run.sh --install   first installs what is missing, saying what (Debian packages; needs root or a sudo that does not ask)
#   tests/run.sh --fast      only the tests that take seconds: no system tests
# Exit code 0: all that ran passed. 1: something failed, or nothing ran. 2: unusable arguments, or no .NET SDK.
set -uo pipefail

install=no fast=no
for argument in "$@"; do
  case $argument in
    --install) install=yes ;;
    --fast) fast=yes ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "tests/run.sh: unknown option '$argument'; use --install or --fast" >&2; exit 2 ;;
  esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en TERM=${TERM:-dumb}
export HOME=${HOME:-/tmp}
# No build server outlives us: whoever reads our output would wait for it to close. One compiler for all projects,
# ours alone, is kept while we build: each project would have to warm up its own, which takes as long again.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
compiler=watchdog-tests-$$
end_compiler() { pkill -f "pipename:$compiler"; }
trap end_compiler EXIT
# What runs for a minute or two has no time to be measured and compiled once more.
export DOTNET_TieredPGO=0
configuration=Release
problems=()

# What the tests use, and the Debian package it comes in. No monit: its package would start a daemon that does
# something; the benchmarks say when they miss it.
needs=(
  "systemd:/usr/lib/systemd/systemd" "systemd:systemd-analyze" "dbus:dbus-daemon" "dbus-user-session:/usr/lib/systemd/user/dbus.service"
  "libpam-systemd:/usr/share/pam-configs/systemd" "polkitd:/usr/lib/polkit-1/polkitd" "iproute2:ip" "util-linux:unshare" "procps:pgrep"
  "curl:curl" "python3:python3" "dpkg:start-stop-daemon" "runit:runsvdir" "s6:s6-svscan"
  "nginx:/usr/sbin/nginx" "redis-server:redis-server" "supervisor:supervisord" "podman:podman" "crun:crun"
  "docker.io:dockerd" "lsof:lsof" "gdb:gdb" "chromium:chromium"
)

missing_packages() {
  local need
  for need in "${needs[@]}"; do
    local thing=${need#*:}
    [[ $thing == /* && -e $thing ]] || command -v "$thing" >/dev/null 2>&1 || echo "${need%%:*}"
  done | sort -u
}

install_missing() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  [[ ${#missing[@]} -gt 0 ]] || { echo "nothing to install"; return; }
  if [[ $install == no ]]; then
    echo "missing: ${missing[*]}; tests that need them are skipped ('tests/run.sh --install' installs them)"
    return
  fi
  if ! command -v apt-get >/dev/null; then
    echo "missing: ${missing[*]}; this is no Debian, install what they contain yourself"
    return
  fi
  if [[ $EUID -ne 0 ]]; then
    if ! sudo -n true 2>/dev/null; then
      echo "missing: ${missing[*]}; run as root, or 'sudo apt-get install ${missing[*]}' first"
      return
    fi
    as_root=(sudo -n)
  fi
  echo "installing: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -qq -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)
  "${apt[@]}" update </dev/null || true
  "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null >/dev/null || problems+=("could not install: ${missing[*]}")
}

major=$(timeout 60 dotnet --version 2>/dev/null | cut -d. -f1)
if [[ ${major:-0} -lt 10 ]]; then
  echo "tests/run.sh: the .NET SDK 10 is missing: install it (https://dot.net/download)" >&2
  exit 2
fi
install_missing

results=$PWD/out/tests
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0

finish() {
  local problem
  for problem in "${problems[@]}"; do echo "FAILED: $problem"; done
  echo "$passed passed, $failed failed, $skipped skipped"
  [[ $failed -eq 0 && ${#problems[@]} -eq 0 && $passed -gt 0 ]]
  exit $?
}

echo "building …"
if ! timeout 600 dotnet build Watchdog.sln --configuration $configuration --verbosity quiet --nologo \
  -property:UseSharedCompilation=true -property:SharedCompilationId="$compiler" </dev/null >"$results/build.log" 2>&1; then
  cat "$results/build.log"
  problems+=("the build")
  finish
fi
cat "$results/build.log"
end_compiler

# A convenience, not a need: without it, all starts take longer.
if ! timeout 120 dotnet msbuild tests/CompileAhead/CompileAhead.proj -restore -target:CompileAhead -property:Configuration=$configuration \
  -nologo -verbosity:quiet </dev/null >"$results/ahead.log" 2>&1; then
  echo "not compiled ahead of time: $(grep -m 1 'error' "$results/ahead.log" || echo 'no reason given')"
fi

# A number of a trx file's <Counters>.
counter() { grep -o '<Counters [^>]*' "$2" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' || echo 0; }

# Name and reason of each skipped test.
skips() {
  tr -d '\r\n' <"$1" | sed 's/<UnitTestResult /\n&/g' | grep 'outcome="NotExecuted"' |
    sed -E 's/.*testName="([^"]*)".*<(Message|StdOut)>([^<]*)<.*/\1: \3/; s/<UnitTestResult .*testName="([^"]*)".*/\1: (no reason given)/' |
    sed 's/&quot;/"/g; s/&apos;/'"'"'/g; s/&lt;/</g; s/&gt;/>/g; s/&#xA;/ /g; s/&amp;/\&/g; s/^/skipped: /'
}

# The five slowest tests of all projects.
slowest() {
  cat "$results"/*.trx 2>/dev/null | grep -o '<UnitTestResult [^>]*' |
    sed -E 's/.*testName="([^"]*)".* duration="([^"]*)".*/\2 \1/' | sort -r | head -5 | sed 's/^/slow: /'
}

# Runs a project's tests; what they say is kept beside their results, with the exit code.
start_tests() {
  local project=$1 limit=$2 trx=$results/$1.trx
  timeout --kill-after=20 "$limit" dotnet test "tests/$project" --no-build --configuration $configuration --nologo --verbosity quiet \
    --logger "trx;LogFileName=$trx" --logger "console;verbosity=minimal" --blame-hang-timeout 5m --blame-hang-dump-type none \
    --results-directory "$results/$project" </dev/null >"$results/$project.log" 2>&1
  echo $? >"$results/$project.code"
}

# Shows what came of them, and counts it.
count_tests() {
  local project=$1 trx=$results/$1.trx code total executed good
  code=$(cat "$results/$project.code" 2>/dev/null || echo 1)
  cat "$results/$project.log"
  if [[ ! -s $trx ]]; then
    # A project without tests writes no results and is no failure; one that died is.
    [[ $code -eq 0 ]] || problems+=("$project ended with code $code and no results")
    return
  fi
  total=$(counter total "$trx") executed=$(counter executed "$trx") good=$(counter passed "$trx")
  passed=$((passed + good)) failed=$((failed + executed - good)) skipped=$((skipped + total - executed))
  [[ $code -eq 0 || $executed -ne $good ]] || problems+=("$project ended with code $code although no test failed: it crashed, hung or was cut off")
  skips "$trx"
}

run_tests() {
  echo "testing $1 …"
  start_tests "$@"
  count_tests "$1"
}

# The judgement needs nothing but processors, and takes what the others leave over, to their end and after it.
echo "testing Watchdog.Core.Tests beside the others …"
(renice -n 10 "$BASHPID" >/dev/null && start_tests Watchdog.Core.Tests 1200) &
core=$!
run_tests Watchdog.Tests 420
if [[ $fast == no ]]; then
  run_tests Watchdog.SystemTests 840
fi
wait "$core"
count_tests Watchdog.Core.Tests
slowest
finish
