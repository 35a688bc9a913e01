"""Alembic's entry: run migrations on the application's own connection."""

from alembic import context
from flask import current_app

from mediation.db import WRITE

config = context.config


def run_migrations() -> None:
    """Run every missing migration, all in one writing transaction."""
    extension = current_app.extensions["migrate"]
    database = extension.db
    arguments = {**extension.configure_args, "target_metadata": database.metadatas[None]}
    with database.engine.connect() as connection:
        connection = connection.execution_options(**WRITE)
        context.configure(connection=connection, transactional_ddl=True, **arguments)
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
