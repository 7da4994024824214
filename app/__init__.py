"""Tryeza: the one place where all parts meet."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.db import db, prepare_engine
from config import DEMO_SECRET, Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from these settings or those of the environment."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder="../templates", instance_path=settings.instance)
    _configure(app, settings)
    db.init_app(app)
    Migrate(app, db, directory="app/migrations", render_as_batch=True)
    prepare_engine(app)
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["tryeza.settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database,
        TESTING=settings.testing,
        DEBUG=settings.debug,
        MAX_CONTENT_LENGTH=(settings.upload_limit_mb * 5 + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.tls,
        SESSION_COOKIE_NAME="__Host-tryeza" if settings.tls else "tryeza",
    )
