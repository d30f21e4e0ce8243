"""The processes of one node on this machine: web, worker, embedded database. For the demo and the journeys."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

from pulang.config.environment import for_node
from pulang.db import embedded

PIDS = "processes.json"


class NodeProcesses:
    """Starts, stops and (for drills) kills the parts of the node in `state`, which serves on `port`.

    Its partners knock at `partners_port`, where TLS is mutual and pinned; where that is 0, at the same one.
    """

    def __init__(self, state: Path, port: int, partners_port: int = 0) -> None:
        self.state, self.port, self.partners_port = state, port, partners_port
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def for_partners(self) -> str:
        """The address of the door of its own for partners, or nothing."""
        return f"https://127.0.0.1:{self.partners_port}" if self.partners_port else ""

    def pulang(self, *arguments: str, timeout: float = 600) -> str:
        """Run a `pulang` command as this node and return what it printed; its words are the error."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "pulang.cli.main", *arguments],
            env=for_node(self.state),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"pulang {' '.join(arguments)} failed:\n{done.stderr.decode()[-2000:]}")
        return done.stdout.decode()

    def start_database(self) -> None:
        if (self.state / "postgres").exists():
            embedded.start(self.state / "postgres")

    def start(self, *parts: str) -> None:
        """Start `web`, `worker` and, where there is such a door, `partners`; or only those that are named."""
        commands = {"web": ["node", "serve", "--port", str(self.port)], "worker": ["worker"]}
        if self.partners_port:
            door = ["node", "serve-partners", "--host", "127.0.0.1", "--port", str(self.partners_port)]
            commands["partners"] = door
        for part in parts or tuple(commands):
            log = (self.state / f"{part}.log").open("ab")
            self.running[part] = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "pulang.cli.main", *commands[part]],
                env=for_node(self.state),
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that Ctrl-C at the terminal reaches only the one who started us
            )
            log.close()
        self._remember()

    def wait(self, seconds: float = 30) -> None:
        """Until the web server answers, and the door for partners is open. TimeoutError with the end of its log."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.partners_port:
                    socket.create_connection(("127.0.0.1", self.partners_port), timeout=2).close()
                urllib.request.urlopen(f"{self.address}/account/login/", timeout=2).close()  # noqa: S310
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"{self.address} does not answer:\n{(self.state / 'web.log').read_text()[-2000:]}")

    def stop(self, *parts: str, database: bool = True) -> None:
        """End what this object started, letting running work finish; then the database."""
        chosen = [name for name in parts or tuple(self.running) if name in self.running]
        for name in chosen:
            _signal_group(self.running[name].pid, signal.SIGTERM)
        for name in chosen:
            try:
                self.running[name].wait(15)
            except subprocess.TimeoutExpired:
                _signal_group(self.running[name].pid, signal.SIGKILL)
                self.running[name].wait(5)
            del self.running[name]
        if database and not parts:
            embedded.stop(self.state / "postgres")
        self._remember()

    def kill(self, part: str) -> None:
        """`kill -9` of web, worker or database with all its children: a drill."""
        if part == "database":
            pid = int((self.state / "postgres" / "postmaster.pid").read_text().split()[0])
            for process in [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]:
                with suppress(psutil.NoSuchProcess):  # a connection that ended by itself in between
                    process.kill()
            return
        process = self.running.pop(part)
        _signal_group(process.pid, signal.SIGKILL)
        process.wait(5)

    def end_leftovers(self) -> None:
        """End what a killed earlier run left: only processes that it noted and that are still of this node."""
        path = self.state / PIDS
        if not path.exists():
            return
        for pid in json.loads(path.read_text()):
            try:
                process = psutil.Process(pid)
                if process.environ().get("PULANG_STATE") == str(self.state):
                    _signal_group(pid, signal.SIGTERM)
                    psutil.wait_procs([process], timeout=5)
                    _signal_group(pid, signal.SIGKILL)
            except psutil.Error:
                continue
        path.unlink()

    def _remember(self) -> None:
        if self.state.exists():
            (self.state / PIDS).write_text(json.dumps([process.pid for process in self.running.values()]))


def _signal_group(pid: int, what: signal.Signals) -> None:
    try:
        os.killpg(pid, what)
    except ProcessLookupError:
        return
