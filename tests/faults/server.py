"""A server that can be killed and started again on the same port and folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.visitor import visit
from tests.world.served import MEDIATION, environment, free_port, wait_for

PATIENCE = 30.0


class Server:
    """`mediation serve` in a process group of its own."""

    def __init__(self, folder: Path, *options: str, settings: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.options = options
        self.settings = settings or {}
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        # Told to end, a trial ends its server too: an exception reaches `__exit__`.
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
        return self

    def __exit__(self, *_failure: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()

    @property
    def instance(self) -> Path:
        """Where it keeps everything."""
        return self.folder / "instance"

    def start(self) -> None:
        """Start, and come back when it answers."""
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                [*MEDIATION, "serve", "--port", str(self.port), *self.options],
                cwd=self.folder,
                env=environment(self.instance, self.settings),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self.address, self.process, self.log)

    def await_ready(self) -> None:
        """Come back when the scheduler has given its first sign of life too."""
        until = time.monotonic() + PATIENCE
        while visit("127.0.0.1", self.port, "/readyz", seconds=0.001, pause=0).failures:
            if time.monotonic() > until:
                raise AssertionError(f"not ready\n{self.log.read_text()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL to all of it at once, as when the machine takes its memory back."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; its exit status."""
        self.process.terminate()
        return self.process.wait(60)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the product on the same installation."""
        return subprocess.run(
            [*MEDIATION, *arguments],
            cwd=self.folder,
            env=environment(self.instance, self.settings),
            capture_output=True,
            text=True,
            check=False,
        )

    def family(self) -> list[int]:
        """The processes of the server: the first, the workers, the scheduler."""
        return [self.process.pid, *_children(self.process.pid)]

    def memory(self) -> dict[int, float]:
        """What each process holds in memory, in MB, pages that it shares counted whole."""
        return {pid: _resident(pid) for pid in self.family()}


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in listed.split()]


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
