"""A good visitor: asks again and again over a new connection, and notes how long it took."""

import http.client
import statistics
import time
from typing import NamedTuple


class Visit(NamedTuple):
    """What the visitor went through, times in milliseconds."""

    median: float
    p95: float
    slowest: float
    failures: int
    asked: int

    def __str__(self) -> str:
        if self.failures == self.asked:
            return f"all {self.asked} failed"
        return f"p50 {self.median:.0f}, p95 {self.p95:.0f} ms, {self.failures} failed"


def visit(
    host: str, port: int, path: str, *, seconds: float, pause: float = 0.05, patience: float = 5
) -> Visit:
    """Ask for `path` for a while; anything but a 200 within `patience` seconds is a failure."""
    took: list[float] = []
    failures = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        started = time.perf_counter()
        if _asked(host, port, path, patience):
            took.append((time.perf_counter() - started) * 1000)
        else:
            failures += 1
        time.sleep(pause)
    took.sort()
    if not took:
        return Visit(0, 0, 0, failures, failures)
    p95 = took[min(len(took) - 1, int(len(took) * 0.95))]
    return Visit(statistics.median(took), p95, took[-1], failures, len(took) + failures)


def _asked(host: str, port: int, path: str, patience: float) -> bool:
    line = http.client.HTTPConnection(host, port, timeout=patience)
    try:
        line.request("GET", path, headers={"Connection": "close"})
        answer = line.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
    return answer.status == 200
