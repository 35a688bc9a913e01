"""The application for any WSGI server."""

from mediation import create_app

app = create_app()
