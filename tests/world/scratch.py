"""The folder the whole run works in: in memory where the machine has a place for it."""

import os
import shutil
import tempfile
from pathlib import Path

NAME = "MEDIATION_TEST_SCRATCH"


def make():
    """Make the folder once, in the process that starts the run; its workers inherit the name."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    os.environ[NAME] = tempfile.mkdtemp(prefix="mediation-test-", dir=place)


def folder(*parts):
    """A folder below the run's own."""
    path = Path(os.environ[NAME], *parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


def remove():
    shutil.rmtree(os.environ.pop(NAME), ignore_errors=True)
