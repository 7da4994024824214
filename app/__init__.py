"""Tryeza: the one place where all parts meet."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.connections import engine_options, prepare_engine
from app.core.db import db
from app.core.whole import WholePart
from app.web.templates import Pages, keep_compiled
from config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from these settings or those of the environment."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder="../templates", instance_path=settings.instance)
    app.jinja_environment = Pages
    app.url_map.converters["int"] = WholePart
    keep_compiled(app, settings.compiled_folder)
    _configure(app, settings)
    db.init_app(app)
    Migrate(app, db, directory="app/migrations", render_as_batch=True)
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
    """Rooms are imported here and not above: the words of their forms need the language to be set up first."""
    from app.cli import init_commands
    from app.notices.mailbox.views import bp as mailbox
    from app.people.accounts import init_accounts
    from app.stages import register_steps
    from app.web.case.readers import init_readers
    from app.web.errors import init_errors
    from app.web.format import init_formats, init_language
    from app.web.headers import init_headers
    from app.web.held import init_held
    from app.web.input import refuse_impossible_input
    from app.web.links import init_links
    from app.web.navigation import init_navigation
    from app.web.rights import refuse_by_default
    from app.web.tokens import keep_tokens

    init_language(app)
    init_formats(app)
    refuse_impossible_input(app)
    CSRFProtect(app)  # after it: it reads the body, and stumbles over a part without a name
    init_accounts(app, settings)
    keep_tokens(app)
    register_steps()
    for room in _rooms():
        app.register_blueprint(room)
    if settings.demo:
        app.register_blueprint(mailbox)
    refuse_by_default(app)
    init_held(app)
    init_links(app)
    init_navigation(app, settings)
    init_readers(app)
    init_errors(app)
    init_headers(app, settings)
    init_commands(app)


def _rooms() -> tuple[Blueprint, ...]:
    """The pages of every room."""
    from app.desks.figures.views import bp as figures
    from app.desks.saved.views import bp as saved
    from app.desks.views import bp as desks
    from app.exchange.views import bp as exchange
    from app.group.views import bp as group
    from app.ladder.views import bp as letters
    from app.meetings.minutes.views import bp as minutes
    from app.meetings.proposing.views import bp as proposing
    from app.meetings.sitting.views import bp as sitting
    from app.meetings.views import bp as meetings
    from app.papers.drafts.views import bp as drafts
    from app.papers.views import bp as papers
    from app.recusals.views import bp as recusals
    from app.stages.review.views import bp as review
    from app.stages.submission.institutions.views import bp as institution
    from app.stages.submission.views import bp as submission
    from app.votes.views import bp as votes
    from app.web.case.views import bp as cases

    filing = (submission, institution)
    casework = (desks, figures, saved, cases, *filing, review, papers, drafts, exchange, recusals, letters)
    return (
        *casework,
        group,
        votes,
        meetings,
        proposing,
        sitting,
        minutes,
        *_rooms_of_institutions(),
        *_rooms_around(),
    )


def _rooms_around() -> tuple[Blueprint, ...]:
    """People, notices, dates, and how it all works."""
    from app.calendar.calculator.views import bp as calculator
    from app.calendar.rules.views import bp as rules
    from app.calendar.views import bp as calendar
    from app.feed.views import bp as feed
    from app.guide.views import bp as guide
    from app.notices.centre.views import bp as centre
    from app.notices.outgoing.views import bp as outgoing
    from app.notices.reminding.views import bp as reminding
    from app.notices.wishes.views import bp as wishes
    from app.people.rights.views import bp as rights
    from app.people.views import bp as people

    return (people, rights, centre, wishes, reminding, outgoing, feed, calendar, rules, calculator, guide)


def _rooms_of_institutions() -> tuple[Blueprint, ...]:
    """The pages of those who answer, and of the directory."""
    from app.answers.contributions.views import bp as contributions
    from app.answers.links.views import bp as links
    from app.answers.paper.views import bp as paper
    from app.answers.signing.views import bp as signing
    from app.answers.views import bp as answers
    from app.facilitation.views import bp as facilitation
    from app.people.entries.views import bp as entries

    return (answers, contributions, signing, links, paper, entries, facilitation)
