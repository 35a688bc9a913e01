"""What is wrong with this installation, in plain words.

A finding says what is wrong and what to do about it. Each check yields as many as there are.
"""

import click
from flask import current_app

from mediation.cli.checkups import CHECKS
from mediation.cli.installation import in_app


@click.command()
@in_app
def doctor() -> None:
    """Say what is wrong with this installation, and what to do about it."""
    wrong = 0
    for check in CHECKS:
        findings = list(check(current_app))
        wrong += len(findings)
        name = check.__name__.replace("_", " ")
        if not findings:
            click.echo(f"  ok     {name}")
        for finding in findings:
            click.echo(f"  WRONG  {name}: {finding}")
    if wrong:
        raise click.ClickException(f"{wrong} things are wrong with this installation")
    click.echo("Nothing is wrong.")
