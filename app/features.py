"""The features of the product, and what each gives the application."""

from __future__ import annotations

from flask import Flask

from app import (
    access_requests,
    accounts,
    answers,
    closure,
    concerns,
    dashboards,
    deadlines,
    demo,
    directory,
    filing,
    formal_letters,
    group,
    help,
    ical,
    kept_forms,
    meetings,
    messages,
    notifications,
    offline,
    recusals,
    response,
    review,
    search,
    verification,
    votes,
    working_papers,
)
from app.access_requests.labels import register_labels as _access_requests
from app.accounts.labels import event_lines, given_lines
from app.accounts.labels import register_labels as _accounts
from app.answers.labels import register_labels as _answers
from app.concerns.labels import register_labels as _concerns
from app.concerns.page.history import details
from app.deadlines.labels import register_labels as _deadlines
from app.deadlines.labels import rule_source
from app.directory.labels import entry_lines
from app.directory.labels import register_labels as _directory
from app.filing.labels import register_labels as _filing
from app.formal_letters.labels import register_labels as _formal_letters
from app.group.labels import register_labels as _group
from app.meetings.labels import register_labels as _meetings
from app.messages.labels import register_labels as _messages
from app.notifications.labels import register_labels as _notifications
from app.recusals.labels import register_labels as _recusals
from app.response.labels import register_labels as _response
from app.review.labels import register_labels as _review
from app.verification.labels import register_labels as _verification
from app.votes.labels import register_labels as _votes
from app.votes.labels import voted_on
from app.working_papers.labels import register_labels as _working_papers
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
    kept_forms,
    offline,
    help,
    search,
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
    for feature in (*FEATURES, *((demo,) if settings.demo else ())):
        feature.init(app)


def add_filters(app: Flask) -> None:
    """Give every template what features say in words of their own."""
    for filter_ in (rule_source, details, given_lines, event_lines, entry_lines):
        app.add_template_filter(filter_)
    app.add_template_global(voted_on)
