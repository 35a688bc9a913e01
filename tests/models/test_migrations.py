"""The migrated database is the one that the models describe, on both."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import current_app
from sqlalchemy import Column, Integer, Table, inspect

from mediation.db import db


def differences(connection, metadata):
    settings = current_app.extensions["migrate"].configure_args
    context = MigrationContext.configure(connection, opts={**settings, "compare_type": True})
    return compare_metadata(context, metadata)


def test_models_and_migrations_agree(session):
    assert differences(session.connection(), db.metadata) == []


def test_a_forgotten_migration_is_seen(session):
    grown = type(db.metadata)(naming_convention=db.metadata.naming_convention)
    for table in db.metadata.tables.values():
        table.to_metadata(grown)
    Table("forgotten", grown, Column("id", Integer, primary_key=True))
    changes = differences(session.connection(), grown)
    assert ("add_table", "forgotten") in {
        (change[0], getattr(change[1], "name", "")) for change in changes
    }


def test_every_constraint_of_the_models_is_in_the_database(session):
    """Alembic compares no check constraints; a lost one would only be noticed by bad rows."""
    inspector = inspect(session.connection())
    missing = {
        (table.name, constraint.name)
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if constraint.__visit_name__ == "check_constraint" and constraint.name
        if constraint.name
        not in {found["name"] for found in inspector.get_check_constraints(table.name)}
    }
    assert missing == set()
