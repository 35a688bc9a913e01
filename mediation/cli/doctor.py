"""What is wrong with this installation, in plain words.

A finding says what is wrong and what to do about it. Each check yields as many as there are.
"""

import click
from flask import current_app

from mediation.cli.checkups import CHECKS
from mediation.cli.findings import Soon
from mediation.cli.installation import in_app


@click.command()
@in_app
def doctor() -> None:
    """Say what is wrong with this installation, and what to do about it."""
    wrong = 0
    for check in CHECKS:
        findings = list(check(current_app))
        wrong += sum(not isinstance(finding, Soon) for finding in findings)
        name = check.__name__.replace("_", " ")
        if not findings:
            click.echo(f"  ok     {name}")
        for finding in findings:
            sort = "SOON " if isinstance(finding, Soon) else "WRONG"
            click.echo(f"  {sort}  {name}: {finding}")
    if wrong:
        raise click.ClickException(f"{wrong} things are wrong with this installation")
    click.echo("Nothing is wrong.")
