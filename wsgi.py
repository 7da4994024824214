"""Entry points: `app` for the flask command, `production()` for a web server."""

from flask import Flask

from app import create_app
from config import Settings

app = create_app()


def production() -> Flask:
    """The application for real cases. Raises UnsafeSettings where the settings would not protect them."""
    return create_app(Settings.from_environment().for_production())
