#!/usr/bin/env bash
# A real systemd as PID 1 of its own namespaces, over a copy-on-write view of this machine's files, whatever this machine's own PID 1 is.
#
#   systemd-box.sh start NAME [FOLDER]   boots it; FOLDER appears inside, read-only, as /run/under-test
#   systemd-box.sh exec NAME COMMAND…    runs a command inside, as root
#   systemd-box.sh stop NAME             ends it and leaves nothing
#   systemd-box.sh sweep                 stops the boxes whose starter (BOX_OWNER, a process id) is gone
#
# Needs root, util-linux, iproute2, systemd and dbus. Each box has a network of its own: 127.0.0.1 inside is not this machine's.
# On hybrid cgroups the v1 controllers are used (memory accounting works), on pure cgroup v2 the unified tree; BOX_CGROUP=v2 asks for the unified
# tree on a hybrid machine too, without controllers. All that a box writes lies in memory, under /run.
set -euo pipefail
readonly boxes=/run/systemd-box
verb=${1:?start, exec, stop or sweep}

hybrid() { [[ $(stat -fc %T /sys/fs/cgroup) != cgroup2fs ]]; }

# The folders of the cgroup trees that a box lives in.
trees() {
  if ! hybrid; then echo /sys/fs/cgroup; return; fi
  local tree
  for tree in /sys/fs/cgroup/{memory,pids,cpu,systemd,unified}; do [[ -w $tree/cgroup.procs ]] && echo "$tree"; done
}

pid_of() { cat "$boxes/$1/pid" 2>/dev/null || true; }

stop() {
  local name=$1 home=$boxes/$1 pid tree
  pid=$(pid_of "$name")
  # PID 1 of the namespace: the kernel ends everything inside with it.
  [[ -n $pid && $(readlink "/proc/$pid/ns/pid" 2>/dev/null) == "$(cat "$home/pidns" 2>/dev/null)" ]] && kill -9 "$pid" 2>/dev/null || true
  pid=$(cat "$home/outer.pid" 2>/dev/null || true)
  [[ -n $pid ]] && grep -qs "inside $name" <(tr '\0' ' ' <"/proc/$pid/cmdline") && kill -9 "$pid" 2>/dev/null || true
  for _ in $(seq 50); do
    for tree in $(trees); do
      [[ -d $tree/box-$name ]] && find "$tree/box-$name" -depth -type d -exec rmdir {} + 2>/dev/null || true
    done
    compgen -G "/sys/fs/cgroup/*/box-$name" >/dev/null || [[ -d /sys/fs/cgroup/box-$name ]] || break
    sleep 0.1
  done
  rm -rf "$home"
}

sweep() {
  local home owner
  for home in "$boxes"/*/; do
    owner=$(cat "$home/owner" 2>/dev/null || true)
    if [[ -n $owner && ! -d /proc/$owner ]]; then stop "$(basename "$home")"; fi
  done
}

start() {
  local name=$1 folder=${2:-} home=$boxes/$1 pid state tree
  [[ -e $home ]] && { echo "systemd-box: $name exists" >&2; exit 1; }
  mkdir -p "$home"/{root,upper}
  [[ -n ${BOX_OWNER:-} ]] && echo "$BOX_OWNER" >"$home/owner"
  hybrid || echo "+cpu +memory +pids" >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || true
  for tree in $(trees); do mkdir -p "$tree/box-$name"; done
  setsid bash -c '
    for tree in $1; do echo $$ >"$tree/box-$2/cgroup.procs"; done
    exec unshare --net --mount --pid --fork --kill-child --uts --ipc --cgroup bash "$3" inside "$2" "$4"
  ' box "$(trees | tr '\n' ' ')" "$name" "$(realpath "$0")" "$folder" >"$home/console.log" 2>&1 </dev/null &
  echo $! >"$home/outer.pid"
  for _ in $(seq 600); do
    pid=$(pgrep -P "$(cat "$home/outer.pid")" -x systemd || true)
    if [[ -n $pid ]]; then
      echo "$pid" >"$home/pid"
      readlink "/proc/$pid/ns/pid" >"$home/pidns"
      state=$(nsenter -t "$pid" -a systemctl is-system-running 2>/dev/null || true)
      [[ $state == running || $state == degraded ]] && { echo "$pid"; return; }
    elif [[ ! -d /proc/$(cat "$home/outer.pid") ]]; then
      break
    fi
    sleep 0.1
  done
  echo "systemd-box: $name did not come up:" >&2
  tail -20 "$home/console.log" >&2
  stop "$name"
  exit 1
}

mount_cgroups() {
  local at=$1 tree
  if ! hybrid || [[ ${BOX_CGROUP:-} == v2 ]]; then mount -t cgroup2 cgroup2 "$at"; return; fi
  mount -t tmpfs tmpfs "$at"
  mkdir "$at"/{unified,systemd,memory,pids,cpu}
  mount -t cgroup2 cgroup2 "$at/unified"
  mount -t cgroup -o none,name=systemd cgroup "$at/systemd"
  for tree in memory pids cpu; do mount -t cgroup -o $tree cgroup "$at/$tree"; done
}

# Runs as process 1 of the new namespaces, and becomes systemd.
inside() {
  local home=$boxes/$1 folder=${2:-} root unit
  root=$home/root
  mount --make-rprivate /
  mount -t tmpfs tmpfs "$home/upper"
  mkdir "$home"/upper/{files,work}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$home/upper/files,workdir=$home/upper/work" "$root"
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/run"
  mount -t tmpfs tmpfs "$root/tmp"
  mount_cgroups "$root/sys/fs/cgroup"
  if [[ -n $folder ]]; then
    mkdir "$root/run/under-test"
    mount --bind "$folder" "$root/run/under-test"
    mount -o remount,bind,ro "$root/run/under-test"
  fi
  ip link set lo up

  # A journal of its own, split by user as on any machine, and nothing of what this machine happens to have installed.
  rm -rf "$root/var/log/journal"
  mkdir -p "$root"/var/log/journal "$root"/run/systemd/{system,journald.conf.d,system.conf.d}
  printf '[Journal]\nStorage=persistent\nRateLimitBurst=0\n' >"$root/run/systemd/journald.conf.d/box.conf"
  mkdir -p "$root/etc/systemd/system"
  for unit in postgresql.service getty.target console-getty.service systemd-timesyncd.service nginx.service redis-server.service supervisor.service exim4.service \
    docker.service docker.socket containerd.service podman.service podman.socket podman-restart.service podman-auto-update.timer; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done

  cd "$root"
  mkdir -p .old
  pivot_root . .old
  umount -l /.old
  container=systemd-nspawn exec /lib/systemd/systemd --system --unit=multi-user.target --log-target=journal --show-status=0 </dev/null
}

case $verb in
  start) start "${2:?name}" "${3:-}" ;;
  inside) inside "${2:?name}" "${3:-}" ;;
  exec) exec nsenter -t "$(pid_of "${2:?name}")" -a "${@:3}" ;;
  stop) stop "${2:?name}" ;;
  sweep) sweep ;;
  *) echo "systemd-box: start, exec, stop or sweep" >&2; exit 2 ;;
esac
