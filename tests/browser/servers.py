"""A real server for a test: the installed command in a process of its own, on a free port."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.settings import ROOT

SYNAQ = (str(Path(sys.executable).parent / "synaq"),)
# A fresh demo on a machine that does other things besides takes its time.
START_SECONDS = 300
STOP_SECONDS = 15


@dataclass
class Server:
    """A server that runs: where, as which process, and what it has printed so far."""

    url: str
    process: subprocess.Popen[bytes]
    output: Path
    environment: dict[str, str]

    def log(self) -> str:
        return self.output.read_text(errors="replace")

    def stop(self) -> int:
        """End it as systemd would; one that does not listen is killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.wait()

    def kill(self) -> None:
        """Pull the plug: the process and all its workers at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def serving(
    environment: dict[str, str],
    folder: Path,
    verb: Sequence[str] = ("serve",),
    program: Sequence[str] = SYNAQ,
) -> Iterator[Server]:
    """Start `synaq VERB` and wait until it is healthy; it is gone when the block ends."""
    server = start(environment, folder, verb, program)
    try:
        yield server
    finally:
        server.stop()
        # A worker that outlived its master would keep port and database.
        server.kill()


def start(
    environment: dict[str, str],
    folder: Path,
    verb: Sequence[str] = ("serve",),
    program: Sequence[str] = SYNAQ,
) -> Server:
    """Start `synaq VERB` and wait until it is healthy; the caller ends it.

    Another program, such as the server under a tracer, takes `VERB --port N` as `synaq` does.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = environment | {"SYNAQ_PUBLIC_ADDRESS": url}
    output = folder / f"server-{port}.log"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [*program, *verb, "--port", str(port)],
            env=settings,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(url, process, output, settings)
    try:
        wait_until_healthy(server)
    except BaseException:
        server.kill()
        raise
    return server


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def wait_until_healthy(server: Server) -> None:
    """Ask for its health until it answers well; fail with its own words when it ended or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise AssertionError(f"the server ended with {server.process.returncode}:\n{server.log()}")
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"the server was not healthy after {START_SECONDS} s:\n{server.log()}")
