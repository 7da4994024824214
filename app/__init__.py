"""Tryeza: the one place where all parts meet."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.connections import engine_options, prepare_engine
from app.core.db import db
from app.core.numbers import WholePart
from app.core.templates import init_templates
from config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from these settings or those of the environment."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder="../templates", instance_path=settings.instance)
    app.url_map.converters["int"] = WholePart
    _configure(app, settings)
    init_templates(app, settings.compiled_folder)
    db.init_app(app)
    prepare_engine(app)
    _meet(app, settings)
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["tryeza.settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
        TESTING=settings.testing,
        DEBUG=settings.debug,
        MAX_CONTENT_LENGTH=(settings.upload_limit_mb * 5 + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.tls,
        SESSION_COOKIE_NAME="__Host-tryeza" if settings.tls else "tryeza",
        WTF_CSRF_TIME_LIMIT=None,  # a form lives as long as its session
    )


def _meet(app: Flask, settings: Settings) -> None:
    """Features are imported here and not above, so that one module of the package can be imported without all."""
    from app.accounts.sign_in import init_accounts
    from app.cli import init_commands
    from app.concerns.page.read_receipts import init_readers
    from app.core.errors import init_errors, refuse_impossible_input
    from app.core.formats import init_formats, init_language
    from app.core.headers import init_headers
    from app.core.kept_forms.pages import init_kept_forms
    from app.core.logs import init_logs
    from app.core.rights import refuse_by_default
    from app.core.templates import init_links
    from app.dashboards.navigation import init_navigation
    from app.features import add_filters, init_features, register_labels

    init_logs(app)
    init_language(app)
    init_formats(app)
    register_labels()
    add_filters(app)
    refuse_impossible_input(app)
    CSRFProtect(app)  # after it: it reads the body, and stumbles over a part without a name
    init_accounts(app, settings)
    init_features(app, settings)
    refuse_by_default(app)
    init_kept_forms(app)
    init_links(app)
    init_navigation(app, settings)
    init_readers(app)
    init_errors(app)
    init_headers(app, settings)
    init_commands(app)
