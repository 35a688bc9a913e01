"""The product as it is really run: its own server, in a process and a folder of its own."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

PATIENCE = 120  # Seconds until a server that neither answers nor ends has failed; it takes two.
MEDIATION = [sys.executable, "-m", "mediation"]


class NotServed(AssertionError):
    """The server ended instead of answering; what it said is the message."""


@contextmanager
def served(folder, *options, command=MEDIATION, settings=None):
    """Serve from `folder` on a free port; the address, once the first page is there."""
    port = free_port()
    log = folder / "server.log"
    with open(log, "wb") as output:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port), *options],
            cwd=folder,
            env=environment(folder / "instance", settings or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(PATIENCE)


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def environment(instance, settings):
    """This process's environment without its settings, and with those given."""
    inherited = {
        name: text for name, text in os.environ.items() if not name.startswith("MEDIATION_")
    }
    return {**inherited, "MEDIATION_INSTANCE": str(instance), **settings}


def wait_for(address, server, log):
    """Come back when the server answers; raise what it said if it ends instead."""
    for _ in range(PATIENCE * 20):
        if answers(address):
            return
        try:
            server.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        raise NotServed(log.read_text())
    raise NotServed(f"no answer in {PATIENCE} seconds\n{log.read_text()}")


def answers(address):
    """Whether anything is answered, if only an error."""
    try:
        urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE).close()
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, ConnectionError):
        return False
    return True


def page_at(address):
    """The text of a page."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read().decode()
