"""The features of the product, and what each gives the application."""

from __future__ import annotations

from flask import Flask

from app.access_requests.labels import register_labels as _access_requests
from app.access_requests.setup import init as access_requests
from app.accounts.labels import event_lines, given_lines
from app.accounts.labels import register_labels as _accounts
from app.accounts.setup import init as accounts
from app.answers.labels import register_labels as _answers
from app.answers.setup import init as answers
from app.closure.setup import init as closure
from app.concerns.labels import register_labels as _concerns
from app.concerns.page.history import details
from app.concerns.setup import init as concerns
from app.dashboards.setup import init as dashboards
from app.deadlines.labels import register_labels as _deadlines
from app.deadlines.labels import rule_source
from app.deadlines.setup import init as deadlines
from app.demo.setup import init as demo
from app.directory.labels import entry_lines
from app.directory.labels import register_labels as _directory
from app.directory.setup import init as directory
from app.filing.labels import register_labels as _filing
from app.filing.setup import init as filing
from app.formal_letters.labels import register_labels as _formal_letters
from app.formal_letters.setup import init as formal_letters
from app.group.labels import register_labels as _group
from app.group.setup import init as group
from app.help.setup import init as help
from app.ical.setup import init as ical
from app.meetings.labels import register_labels as _meetings
from app.meetings.setup import init as meetings
from app.messages.labels import register_labels as _messages
from app.messages.setup import init as messages
from app.notifications.labels import register_labels as _notifications
from app.notifications.setup import init as notifications
from app.recusals.labels import register_labels as _recusals
from app.recusals.setup import init as recusals
from app.response.labels import register_labels as _response
from app.response.setup import init as response
from app.review.labels import register_labels as _review
from app.review.setup import init as review
from app.verification.labels import register_labels as _verification
from app.verification.setup import init as verification
from app.votes.labels import register_labels as _votes
from app.votes.labels import voted_on
from app.votes.setup import init as votes
from app.working_papers.labels import register_labels as _working_papers
from app.working_papers.setup import init as working_papers
from config import Settings

FEATURES = (
    accounts,
    directory,
    concerns,
    filing,
    review,
    response,
    deadlines,
    verification,
    closure,
    notifications,
    answers,
    access_requests,
    recusals,
    votes,
    meetings,
    working_papers,
    messages,
    formal_letters,
    group,
    dashboards,
    ical,
    help,
)
LABELS = (
    _accounts,
    _directory,
    _concerns,
    _filing,
    _review,
    _response,
    _verification,
    _answers,
    _access_requests,
    _recusals,
    _votes,
    _meetings,
    _working_papers,
    _messages,
    _formal_letters,
    _group,
    _deadlines,
    _notifications,
)


def register_labels() -> None:
    """Fill the registries of words, from the `labels.py` of every feature."""
    for register in LABELS:
        register()


def init_features(app: Flask, settings: Settings) -> None:
    """Their pages, steps, forms and mails, and what they add to each other's."""
    for init in (*FEATURES, *((demo,) if settings.demo else ())):
        init(app)


def add_filters(app: Flask) -> None:
    """Give every template what features say in words of their own."""
    for filter_ in (rule_source, details, given_lines, event_lines, entry_lines):
        app.add_template_filter(filter_)
    app.add_template_global(voted_on)
