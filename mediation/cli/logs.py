"""The log: one line of JSON for each thing that happened, with nobody's data in it.

A line never holds an address that was asked for, a query, a name or a number of a person: a
link in a mail is a key, and logs are kept longer and read by more people than cases.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime

from flask import g, has_request_context, request

# What the server writes of strangers' requests: their address on the net and what they asked.
TOLD_BY_STRANGERS = re.compile(r"^(Invalid request|Error handling request)\b.*", re.DOTALL)


class Line(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "process": record.process,
            "message": _message(record),
        }
        if has_request_context():
            line["request"] = g.get("request_id")
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if has_request_context() and record.msg.startswith("Exception on "):
        # Flask names the path, which may hold a key.
        return f"Exception in {request.endpoint}"
    return TOLD_BY_STRANGERS.sub(r"\1", text)


def write_log(level: int = logging.INFO) -> None:
    """Let everything this process logs go to standard error, as lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # They say at every turn that they are turning.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
