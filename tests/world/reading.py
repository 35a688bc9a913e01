"""Whoever only reads changes nothing: every GET of the whole suite is watched for writing."""

import inspect
import sys
import threading
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.architecture.exceptions import WRITING_GETS
from tests.architecture.source import ROOT

WRITING = ("INSERT", "UPDATE", "DELETE")
# That somebody was seen is noted beside what they do, whatever it is.
BESIDE = ("UPDATE sessions ",)

_watch = threading.local()


@event.listens_for(Engine, "before_cursor_execute")
def _note(_connection, _cursor, statement, _parameters, _context, _many):
    written = getattr(_watch, "written", None)
    if (
        written is not None
        and statement.lstrip().upper().startswith(WRITING)
        and not statement.startswith(BESIDE)
        and not _is_excused()
    ):
        written.append(statement)


def _is_excused():
    """Whether a function of the house's list writes, for whichever page it does."""
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if f"{code.co_filename.removeprefix(f'{ROOT}/')}: {code.co_name}" in WRITING_GETS:
            return True
        frame = frame.f_back
    return False


class WroteOnReading(AssertionError):
    """A GET changed the database, and its view is not on the list of those that may."""


@contextmanager
def watched(app, method, path):
    """Let no GET write within the block but those of the house's list."""
    if method != "GET" or place_of(app, path) in WRITING_GETS:
        yield
        return
    _watch.written = []
    try:
        yield
        if _watch.written:
            raise WroteOnReading(f"GET {path} wrote: {_watch.written}")
    finally:
        _watch.written = None


def place_of(app, path):
    """The view behind an address, as the list of exceptions names it; None where there is none."""
    adapter = app.url_map.bind("localhost")
    if not adapter.test(path, method="GET"):
        return None
    view = inspect.unwrap(app.view_functions[adapter.match(path, method="GET")[0]])
    folder = inspect.getsourcefile(view).removeprefix(f"{ROOT}/")
    return f"{folder}: {view.__name__}"
