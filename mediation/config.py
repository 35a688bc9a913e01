"""Every setting, its default and its reason; the environment wins over instance/config.py."""

import os
import secrets
from pathlib import Path

from flask import Flask

PREFIX = "MEDIATION_"

DEFAULTS = {
    "DATABASE_URL": "",  # Empty: SQLite in the instance folder.
    "FILES_URL": "",  # Empty: a folder in the instance folder.
    "MAIL_URL": "",  # Empty: mails are kept under instance/outbox/.
    "SMS_URL": "",  # Empty: text messages are kept there too.
    "WEBHOOKS_PRIVATE": "",  # "1": webhooks may lead into the same house, and speak http.
    "NOTICE_LEASE_SECONDS": "300",  # How long a message is left to whoever said to send it.
    "BASE_URL": "http://127.0.0.1:8000",
    "DEFAULT_LOCALE": "zh_CN",
    "TIMEZONE": "Asia/Shanghai",
    "ARGON2_MEMORY_KIB": "65536",  # OWASP's floor is 19456; tests use less.
    "ARGON2_ROUNDS": "3",
    "MAX_UPLOAD_BYTES": str(200 * 1024 * 1024),
    "TRUSTED_PROXIES": "0",  # How many proxies in front may be believed.
}


def instance_folder() -> Path:
    """The folder for everything kept: MEDIATION_INSTANCE, else ./instance."""
    return Path(os.environ.get(PREFIX + "INSTANCE") or "instance").resolve()


def configure(app: Flask, overrides: dict | None = None) -> None:
    """Fill `app.config` from defaults, instance/config.py, environment and `overrides`."""
    folder = Path(app.instance_path)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config.from_mapping(DEFAULTS)
    app.config.from_pyfile(str(folder / "config.py"), silent=True)
    for name in [*DEFAULTS, "SECRET_KEY"]:
        # Read as text on purpose: Flask's from_prefixed_env would turn "123" into a number.
        if PREFIX + name in os.environ:
            app.config[name] = os.environ[PREFIX + name]
    app.config.update(overrides or {})
    _derive(app, folder)


def _derive(app: Flask, folder: Path) -> None:
    secure = app.config["BASE_URL"].startswith("https://")
    app.config.update(
        SECRET_KEY=app.config["SECRET_KEY"] or secret_file(folder / "secret_key"),
        SQLALCHEMY_DATABASE_URI=_database_url(app.config["DATABASE_URL"], folder),
        SESSION_COOKIE_NAME="__Host-mediation" if secure else "mediation",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=1000,
        WTF_CSRF_TIME_LIMIT=None,  # The token lives as long as the session.
    )


def _database_url(text: str, folder: Path) -> str:
    if not text:
        return f"sqlite:///{folder / 'mediation.sqlite3'}"
    # Whatever spelling the hosting firm uses, the driver is psycopg 3.
    for spelling in ("postgres://", "postgresql://"):
        if text.startswith(spelling):
            return "postgresql+psycopg://" + text.removeprefix(spelling)
    return text


def secret_file(path: Path) -> str:
    """The secret kept in `path`, made with mode 0600 on first use; safe with rival starters."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        text = secrets.token_hex(32)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return text
