"""Whether the process answers, and whether it can do its work."""

import os
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mediation import clock
from mediation.db import db
from mediation.queries.jobs import schedulers_alive

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
    return _uncached(jsonify(ok=ok, **parts)), 200 if ok else 503


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
