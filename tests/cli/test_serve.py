"""The server as it is really run: starts, stops, is killed, and takes its children along."""

import os
import signal
import socket
import stat
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.faults.server import Server
from tests.faults.slow_senders import KINDS, P95, cookie_of_writer, dripping
from tests.faults.visitor import visit
from tests.world.served import served as served_from

PATIENCE = 20.0


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("served"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path)
    made.start()
    yield made
    if made.process.poll() is None:
        made.kill()


def until(question):
    """Ask until the answer is yes; fail after a while."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if question():
            return
        time.sleep(0.05)  # Another process does what is waited for.
    raise AssertionError(f"still not so after {PATIENCE} s: {question}")


def scheduler_of(server):
    """The number of the scheduler's process, once it runs."""
    found = []

    def runs():
        found[:] = [pid for pid in server.family() if b"--parent" in words_of(pid)]
        return found

    until(runs)
    return found[0]


def words_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def gone(pid):
    """Whether the process has ended; one that waits to be buried has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def status_of(address):
    try:
        return urllib.request.urlopen(address, timeout=PATIENCE).status
    except urllib.error.HTTPError as answer:
        return answer.code


class TestServing:
    def test_the_first_page_is_there(self, served):
        assert status_of(served.address) == 200

    def test_it_gets_ready_with_its_scheduler(self, served):
        until(lambda: status_of(f"{served.address}/readyz") == 200)

    def test_secrets_are_for_the_owner_alone(self, served):
        for path in ("secret_key", "keys/keyring.json", "mediation.sqlite3"):
            assert stat.S_IMODE((served.instance / path).stat().st_mode) == 0o600
        assert stat.S_IMODE(served.instance.stat().st_mode) == 0o700

    def test_the_address_is_printed(self, served):
        assert f"Serving on {served.address} with " in served.log.read_text()

    @pytest.mark.parametrize("kind", KINDS)
    def test_slow_senders_keep_nobody_waiting(self, served, kind):
        """The short form of `python -m tests.faults.slow_senders`."""
        with dripping(served.port, kind, KINDS[kind], 200, cookie_of_writer(served.port)):
            seen = visit("127.0.0.1", served.port, "/", seconds=2)
        assert seen.failures == 0
        assert seen.p95 < P95 * 3  # The machine of the suite does other things meanwhile.

    def test_a_request_that_is_no_request_is_refused_and_not_told_in_the_log(self, served):
        with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as line:
            line.sendall(b"GET /?phone=13800138000 NONSENSE\r\n\r\n")
            assert line.recv(100).startswith(b"HTTP/1.1 400")
        assert "13800138000" not in served.log.read_text()


class TestEnding:
    def test_told_to_stop_it_ends_in_order_with_all_its_children(self, server):
        family = {*server.family(), scheduler_of(server)}
        assert server.stop() == 0
        until(lambda: all(map(gone, family)))

    def test_killed_it_takes_its_children_along_and_starts_again_on_its_port(self, server):
        family = {*server.family(), scheduler_of(server)}
        server.process.kill()
        server.process.wait()
        server.start()
        assert status_of(server.address) == 200
        until(lambda: all(map(gone, family)))

    def test_a_scheduler_that_dies_is_started_again(self, server):
        first = scheduler_of(server)
        os.kill(first, signal.SIGKILL)
        until(lambda: gone(first))
        assert scheduler_of(server) != first

    def test_a_worker_that_dies_is_replaced(self, server):
        scheduler = scheduler_of(server)
        workers = {pid for pid in server.family() if pid not in {scheduler, server.process.pid}}
        os.kill(min(workers), signal.SIGKILL)
        until(lambda: len(set(server.family()) - workers - {scheduler, server.process.pid}) == 1)
        assert status_of(server.address) == 200


def test_a_port_that_is_taken_is_told(served, tmp_path):
    second = Server(tmp_path)
    second.port = served.port
    ran = second.command("serve", "--port", str(served.port))
    assert ran.returncode == 1
    assert ran.stderr.strip().splitlines()[-1] == (
        f"Error: something else listens on 127.0.0.1:{served.port}"
    )


def test_a_folder_of_our_name_is_not_taken_for_us(tmp_path):
    """As beside a checkout: the command of the environment, run from the folder above it."""
    (tmp_path / "mediation").mkdir()
    script = str(Path(sys.executable).with_name("mediation"))
    with served_from(tmp_path, command=[script]) as address:
        until(lambda: status_of(f"{address}/readyz") == 200)


@pytest.mark.parametrize("wrong", [["--port", "0"], ["--port", "x"], ["--workers", "0"], ["extra"]])
def test_wrong_usage_is_status_two(tmp_path, wrong):
    assert Server(tmp_path).command("serve", *wrong).returncode == 2


def test_a_broken_setting_is_not_a_server(tmp_path):
    server = Server(tmp_path, settings={"MEDIATION_DATABASE_URL": "sqlite:////no/such/folder/x"})
    ran = server.command("serve", "--port", str(server.port))
    assert ran.returncode == 1
    assert "Error: the database cannot be opened" in ran.stderr
    assert "Traceback" not in ran.stderr
