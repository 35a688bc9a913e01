"""`mediation demo`: an invented world to look at, in every stage and lane."""

import click
from flask import Flask

from mediation import clock
from mediation.cli.database import bring_up_to_date
from mediation.cli.installation import in_app, this_app
from mediation.gateways.passwords import hash_password
from mediation.services.demo.papers import keep_papers
from mediation.services.demo.people import has_real_people, is_loaded, logins
from mediation.services.demo.play import load_world
from mediation.transaction import transaction

PASSWORD = "demo-Passw0rd-2026"  # Known to everybody: these accounts exist in no real world.


@click.command()
@in_app
def demo() -> None:
    """Load the demo world into an empty database, and show its accounts."""
    app = this_app()
    bring_up_to_date(app)
    load_demo(app)


def load_demo(app: Flask) -> None:
    """Load the demo world unless it is there, and show with which accounts to look at it."""
    with app.app_context():
        if not is_loaded():
            _load()
        click.echo(f"The demo world's accounts, all with the password {PASSWORD}:")
        for row in logins():
            click.echo(f"  {row['email']:28} {row['name']}, {row['what']}")


def _load() -> None:
    if has_real_people():
        raise click.ClickException("this database has real people; the demo world stays out of it")
    # Hashing and files first: inside a transaction nothing waits for anything but the database.
    password_hash = hash_password(PASSWORD)
    papers = keep_papers()
    with transaction():
        made = load_world(papers=papers, password_hash=password_hash, now=clock.now())
    click.echo(f"The demo world is loaded: {made} cases.")
