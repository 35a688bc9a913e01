"""`python -m mediation` is the same as `mediation`."""

from mediation.cli import main

main(prog_name="mediation")
