"""A service to watch: threaded, with the ways to go wrong that a watchdog has to tell apart. tests/Watchdog.TestServer is the same in .NET: this is the contract of both.

  server.py PORT CONTROL [OPTION…]

CONTROL is a file; what it says holds from within 50 ms of being written, and a missing or empty one means ok. An unknown mode ends the server with code 2.
A line "busy N" may stand beside any mode: /health then says {"active_streams": N}, else 0.

Well:
  ok                    GET /health: 200 {"status": "ok", "pid": P, "active_streams": 0, "accept_loop": {"requests_total": N}, "memory": {"rss_bytes": R}}, N being the connections accepted;
                        with ?deep=1 also {"checks": {"database": "ok", "queue": "ok"}}
  deep-fail             ?deep=1 answers 503 {"status": "fail", "checks": {"database": "ok", "queue": "fail"}}
  dependency            as deep-fail, but it is the database that fails
  flat                  answers well, but the counter stands still
  grow N                holds N MiB more, once for each new content of the file
  leak N                holds N MiB more with each answer (Python)
  exit N                ends with that code

Wedged:
  hang-accept           the accept loop stands still: connections are taken by the kernel, those accepted before (kept alive) go on being answered
  hang-handler          accepted, and never answered, kept-alive ones neither; all threads asleep
  deadlock              accept loop and handlers wait for a lock that is held: asleep for ever, no CPU; CONTROL is not read any more
  spin                  one thread burns a CPU (in Python holding the GIL), nothing is accepted, nobody is answered
  accept-spin           no descriptor is left (RLIMIT_NOFILE is lowered to what is open), accept fails at once and is tried again without a pause; the counter
                        counts each try; kept-alive connections are answered. What still gets in, when one of those closes, is never answered
  backlog-full          hang-accept with a backlog of 1 that the server has filled itself: connecting times out
  refuse                the listening socket and all connections are closed, the process lives on
  stutter N M           accept loop and handlers stand still for the first N s of every M s, counted from the mode's beginning
  slow S                every answer takes S s
  slow-single S         one request at a time, S s each and one for each new connection; the rest waits in the backlog
  pool-full-stuck [N]   503 with an empty body to everyone; N workers (4) hold connections whose clients, made by the server itself, have gone: CLOSE_WAIT
  pool-full-held [N]    the same, but those clients stay: ESTABLISHED

Answers, to everyone:
  status N              status N with {"status": "status N"}
  status-empty N        status N with an empty body
  login                 302 to http://login.example/login
  html                  200 with a page, text/html
  wrong-json            200 {"status": "starting"}
  reset                 the request is read, the connection reset

Options:
  --exit-on-term CODE   SIGTERM ends it with that code
  --ignore-term         SIGTERM does nothing
  --backlog N           of the listening socket (16)
  --single              one thread for everything: a kept-alive connection keeps all others waiting in the backlog
  --data FILE           what the restart does not cure: while CONTROL says ok and FILE says "broken" it is deep-fail, while it says "hang" hang-accept, from the start
  --fork-orphan         the main process only sleeps; a grandchild of a double fork (session of its own, parent gone) listens and serves
  --reuse-quietly       where the port is taken, it lives on without listening; otherwise it says "address in use" on stderr and ends with code 1
  --notify-once         says that it is ready, and never again that it is alive (Python)
  --dump FILE           where SIGUSR1 and SIGQUIT write what all threads do (appended; else stderr); it lives on. Python: SIGABRT too, and dies of it
"""

import argparse
import collections
import errno
import faulthandler
import itertools
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
import time

TICK = 0.02
MODES = (
    "ok deep-fail dependency flat grow exit hang-accept hang-handler deadlock spin accept-spin backlog-full refuse stutter slow slow-single "
    "pool-full-stuck pool-full-held leak status status-empty login html wrong-json reset"
).split()


class Mode:
    def __init__(self, text, data):
        lines = [line.split() for line in text.splitlines() if line.split()]
        self.busy = next((int(words[1]) for words in lines if words[0] == "busy"), 0)
        words = next((words for words in lines if words[0] != "busy"), ["ok"])
        if words == ["ok"]:
            words = [{"broken": "deep-fail", "hang": "hang-accept"}.get(data, "ok")]
        if words[0] not in MODES:
            print(f"unknown mode: {text}", file=sys.stderr, flush=True)
            os._exit(2)
        self.name, self.numbers = words[0], [float(word) for word in words[1:]]
        self.since = time.monotonic()

    def stands_still(self):
        return self.name == "stutter" and (time.monotonic() - self.since) % self.numbers[1] < self.numbers[0]

    def pool_full(self):
        return self.name.startswith("pool-full")


class State:
    options = None
    mode = None
    said = None
    accepted = 0
    ballast = []
    connections = set()
    worker_ports = set()
    held = threading.Lock()
    turn = threading.Lock()


# What CONTROL says.


def read(path):
    try:
        with open(path) as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


def stamp(path):
    try:
        status = os.stat(path)
        return status.st_ino, status.st_mtime_ns, status.st_size
    except FileNotFoundError:
        return None


def look():
    said = read(State.options.control), read(State.options.data) if State.options.data else ""
    if said == State.said:
        return
    State.said, mode = said, Mode(*said)
    if mode.name == "grow":
        grow(mode)
    if mode.name == "exit":
        os._exit(int(mode.numbers[0]))
    if mode.name == "deadlock":
        State.held.acquire()
    State.mode = mode
    if mode.name == "deadlock":
        State.held.acquire()
    if mode.name == "accept-spin":
        without_descriptors()


def without_descriptors():
    """Nothing can be opened meanwhile, CONTROL neither: that it has changed is seen by its status, which needs no descriptor."""
    before = stamp(State.options.control)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(2)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
    while stamp(State.options.control) == before:
        time.sleep(TICK)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def follow():
    while True:
        look()
        time.sleep(TICK)


# Accepting.


def listen():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", State.options.port))
    listener.listen(State.options.backlog)
    return listener


class AcceptLoop:
    def __init__(self, listener):
        self.listener, self.mode, self.kept = listener, None, []

    def run(self):
        while True:
            if State.mode is not self.mode:
                self.mode = State.mode
                self.leave()
                self.enter()
            self.step()

    def leave(self):
        for kept in self.kept:
            kept.close()
        self.kept.clear()
        State.worker_ports.clear()
        if self.listener:
            self.listener.setblocking(True)
            self.listener.listen(State.options.backlog)
        elif self.mode.name != "refuse":
            self.listener = listen()

    def enter(self):
        if self.mode.name == "refuse" and self.listener:
            self.listener.close()
            self.listener = None
            for connection in list(State.connections):
                shut(connection)
        if self.mode.name == "accept-spin":
            self.listener.setblocking(False)
        if self.mode.name == "backlog-full":
            self.listener.listen(1)
            self.kept += [client for client in (self.client() for _ in range(2)) if client]
        if self.mode.pool_full():
            for _ in range(int(self.mode.numbers[0]) if self.mode.numbers else 4):
                client = self.client()
                client.sendall(b"GET /work HTTP/1.1\r\nHost: us\r\n\r\n")
                client.close() if self.mode.name == "pool-full-stuck" else self.kept.append(client)

    def client(self):
        """A connection to ourselves, known by its port before it can be accepted; none where the backlog is full already."""
        client = socket.socket()
        client.bind(("127.0.0.1", 0))
        State.worker_ports.add(client.getsockname()[1])
        client.settimeout(0.2)
        try:
            client.connect(("127.0.0.1", State.options.port))
        except TimeoutError:
            client.close()
            return None
        return client

    def step(self):
        name = self.mode.name
        if name == "deadlock":
            State.held.acquire()
        elif name == "spin":
            collections.deque(itertools.repeat(None, 3_000_000), maxlen=0)
        elif name in ("hang-accept", "backlog-full", "refuse") or self.mode.stands_still():
            time.sleep(TICK)
        elif name == "accept-spin":
            self.spin()
        else:
            self.accept()

    def spin(self):
        State.accepted += 1
        try:
            self.kept.append(self.listener.accept()[0])
        except OSError as error:
            # EAGAIN: the limit is not lowered yet, or is raised again.
            if error.errno not in (errno.EMFILE, errno.EAGAIN):
                raise

    def accept(self):
        poll = select.poll()
        poll.register(self.listener, select.POLLIN)
        if not poll.poll(TICK * 1000):
            return
        try:
            connection, (_, port) = self.listener.accept()
        except OSError as error:
            if error.errno == errno.EMFILE:
                return  # accept-spin has just begun
            raise
        if self.mode.name != "flat":
            State.accepted += 1
        if State.options.single or self.mode.name == "slow-single":
            serve(connection, port)
        else:
            threading.Thread(target=serve, args=(connection, port), daemon=True).start()


# Answering.


def shut(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it is closed already


def serve(connection, port):
    State.connections.add(connection)
    try:
        with connection, connection.makefile("rb") as requests:
            connection.setblocking(True)
            try:
                while exchange(connection, requests, port):
                    pass
            finally:
                if State.mode.name == "accept-spin":
                    os.dup2(2, connection.detach())  # a descriptor that came free would let one more in
    except OSError:
        pass  # the client has gone
    finally:
        State.connections.discard(connection)


def exchange(connection, requests, port):
    """One request and its answer; whether another may follow."""
    head = []
    while True:
        line = requests.readline(65536)
        if not line:
            return False
        if line.strip():
            head.append(line.decode("latin-1").strip())
        elif head:
            break
    mode = wait_for_mode()
    if mode.pool_full() and port in State.worker_ports:
        while State.mode is mode:
            time.sleep(TICK)
        return False
    if mode.name == "slow":
        time.sleep(mode.numbers[0])
    if mode.name == "slow-single":
        with State.turn:
            time.sleep(mode.numbers[0])
    if mode.name == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False
    close = mode.name == "slow-single" or head[0].endswith("HTTP/1.0") or any(line.lower() == "connection: close" for line in head)
    connection.sendall(answer(mode, "deep=1" in head[0], close))
    return not close


def wait_for_mode():
    """The mode to answer in, once there is one that answers."""
    while True:
        mode = State.mode
        if mode.name == "deadlock":
            State.held.acquire()
        if mode.name not in ("hang-handler", "spin") and not mode.stands_still():
            return mode
        time.sleep(TICK)


def answer(mode, deep, close):
    status, kind, more, body = content(mode, deep)
    ending = "Connection: close\r\n" if close else ""
    head = f"HTTP/1.1 {status} {'OK' if status == 200 else 'No'}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}{ending}\r\n"
    return (head + body).encode()


def content(mode, deep):
    if mode.pool_full():
        return 503, "text/plain", "", ""
    if mode.name == "status-empty":
        return int(mode.numbers[0]), "text/plain", "", ""
    if mode.name == "status":
        return int(mode.numbers[0]), "application/json", "", json.dumps({"status": f"status {int(mode.numbers[0])}"})
    if mode.name == "login":
        return 302, "text/plain", "Location: http://login.example/login\r\n", ""
    if mode.name == "html":
        return 200, "text/html", "", "<!DOCTYPE html><title>Sign in</title><p>Please sign in.</p>"
    if mode.name == "wrong-json":
        return 200, "application/json", "", json.dumps({"status": "starting"})
    return health(mode, deep)


def grow(mode):
    State.ballast.append(bytearray(os.urandom(1024)) * (int(mode.numbers[0]) * 1024))


def rss_bytes():
    """The most so far: what is held now would take a descriptor to read, and accept-spin leaves none."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def health(mode, deep):
    if mode.name == "leak":
        grow(mode)
    body = {"status": "ok", "pid": os.getpid(), "active_streams": mode.busy, "accept_loop": {"requests_total": State.accepted}, "memory": {"rss_bytes": rss_bytes()}}
    broken = {"deep-fail": "queue", "dependency": "database"}.get(mode.name) if deep else None
    if deep:
        body["checks"] = {name: "fail" if name == broken else "ok" for name in ("database", "queue")}
    if broken:
        body["status"] = "fail"
    return 503 if broken else 200, "application/json", "", json.dumps(body)


# Starting.


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("control")
    parser.add_argument("--exit-on-term", type=int)
    for flag in ("--ignore-term", "--single", "--fork-orphan", "--reuse-quietly", "--notify-once"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--backlog", type=int, default=16)
    parser.add_argument("--data")
    parser.add_argument("--dump")
    return parser.parse_args()


def handle_signals(options):
    dump = open(options.dump, "a") if options.dump else sys.stderr
    faulthandler.enable(dump)
    faulthandler.register(signal.SIGUSR1, dump)
    faulthandler.register(signal.SIGQUIT, dump)
    if options.ignore_term:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if options.exit_on_term is not None:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(options.exit_on_term))


def notify_once():
    """Says that it is ready, and never again that it is alive."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        address = os.environ["NOTIFY_SOCKET"]
        manager.connect("\0" + address[1:] if address[0] == "@" else address)
        manager.send(b"READY=1")


def sleep():
    """For ever; signals are still handled."""
    while True:
        time.sleep(3600)


def listen_first(options):
    try:
        return listen()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        if options.reuse_quietly:
            sleep()
        print(f"127.0.0.1:{options.port}: address in use", file=sys.stderr, flush=True)
        sys.exit(1)


def leave_to_orphan(listener):
    """Returns in the grandchild only."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() != 0:
            os._exit(0)
        return
    os.wait()
    listener.close()
    sleep()


def main():
    options = State.options = parse()
    handle_signals(options)
    listener = listen_first(options)
    if options.fork_orphan:
        leave_to_orphan(listener)
    threading.Thread(target=follow, daemon=True).start()
    while State.mode is None:
        time.sleep(0.001)
    threading.Thread(target=AcceptLoop(listener).run, daemon=True).start()
    if options.notify_once:
        notify_once()
    sleep()


main()
