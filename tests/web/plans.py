"""How the database answers a statement: by an index, or by walking through a whole table."""

import re

from sqlalchemy import text

from mediation.db import db

# Tables that stay small however many cases there are.
SMALL = {
    "organisations",
    "memberships",
    "alembic_version",
    "conflicts",
    "calendar_years",
    "rule_overrides",
    "webhooks",
}
ASKED = ("SELECT", "UPDATE", "DELETE")


def walks(seen):
    """The growing tables that these statements walk through."""
    of_one = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[db.engine.dialect.name]
    return [
        table
        for statement, parameters in seen
        if statement.startswith(ASKED)
        for table in of_one(statement, _once(parameters))
        if table in db.metadata.tables and table not in SMALL
    ]


def _once(parameters):
    """The parameters of one row where a statement was sent for many."""
    return parameters[0] if isinstance(parameters, list) else parameters


def _on_sqlite(statement, parameters):
    """SQLite's planner says SCAN for a walk through a table, SEARCH for one by an index."""
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    for row in plan:
        walked = re.match(r"SCAN (\w+?)(?:_\d+)?(?: |$)", row[3])
        if walked:
            yield walked[1]


def _on_postgresql(statement, parameters):
    """A table that is walked through although that is forbidden has no index to go by.

    An index that is read from end to end is a walk as well, unless it is a partial one or the
    table is so small that the planner does not care.
    """
    with db.engine.connect() as connection:
        for way in ("seqscan", "hashjoin", "mergejoin"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
        explained = f"EXPLAIN (FORMAT JSON) {statement}"
        (plan,) = connection.exec_driver_sql(explained, parameters).scalar_one()
        whole = set(connection.scalars(text(WHOLE)))
    for node in _nodes(plan["Plan"]):
        if node["Node Type"] == "Seq Scan" or (
            node.get("Index Name") in whole and "Index Cond" not in node
        ):
            yield node["Relation Name"]


# The indexes that hold every row of a table that has some.
WHOLE = """
    SELECT found.relname FROM pg_class AS found
    JOIN pg_index ON indexrelid = found.oid
    JOIN pg_class AS owner ON indrelid = owner.oid
    WHERE indpred IS NULL AND owner.reltuples >= 100
"""


def _nodes(node):
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
