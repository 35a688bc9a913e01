"""Whether the process answers, and whether it can do its work."""

import os
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mediation import clock
from mediation.db import db
from mediation.jobs.fared import fared
from mediation.queries.jobs import schedulers_alive, states

bp = Blueprint("health", __name__)

VERSION = "SELECT version_num FROM alembic_version"


@bp.get("/healthz")
def process() -> Response:
    """The process answers."""
    return _uncached(jsonify(ok=True))


@bp.get("/readyz")
def readiness() -> tuple[Response, int]:
    """Database, files and scheduler: each is there or not."""
    parts = {"database": _database(), "files": _files(), "scheduler": _scheduler()}
    ok = all(parts.values())
    return _uncached(jsonify(ok=ok, **parts, jobs=_jobs())), 200 if ok else 503


def _jobs() -> dict[str, dict[str, Any]]:
    """Of every job when it last ended, how much failed, and whether it is overdue."""
    try:
        known = states()
    except SQLAlchemyError:
        return {}
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    return {
        line.name: {
            "finished_at": line.state.finished_at.isoformat() if line.state else None,
            "failed": line.state.failed if line.state else 0,
            "error": line.state.error if line.state else None,
            "overdue": line.is_overdue,
        }
        for line in fared(known, now=clock.now(), zone=zone)
    }


def _database() -> bool:
    try:
        db.session.execute(text(VERSION))
    except SQLAlchemyError:
        return False
    return True


def _files() -> bool:
    # What is kept elsewhere (FILES_URL) has its own watchman.
    folder = Path(current_app.instance_path)
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _scheduler() -> bool:
    try:
        return bool(schedulers_alive(as_of=clock.now()))
    except SQLAlchemyError:
        return False


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
