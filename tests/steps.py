"""Steps of requests and of prepared answers, taken as somebody's form takes them: with a key of its own."""

from __future__ import annotations

from app.access_requests import service as access_requests
from app.access_requests.service import AccessRequestData
from app.answers import service as answers
from app.answers.contributions import service as contributions
from app.answers.contributions.service import Given, Wanted
from app.concerns.access import find
from app.core.actor import Actor
from app.core.db import db
from app.core.random_ids import one_time_key
from app.process.data import Reason
from app.process.outcome import Outcome, Taken
from workflows.access_request import AccessRequestAction
from workflows.contribution import ContributionAction


class Refused(Exception):
    """The step was not taken; its text is the outcome."""


def done(outcome: Outcome) -> str:
    """What it led to. Raises Refused."""
    if not isinstance(outcome, Taken):
        raise Refused(str(outcome))
    return outcome.target


def forward(who: Actor, address: str, number: int, wanted: Wanted) -> str:
    db.session.rollback()
    case = find(db.session(), who, address)
    version = next(r.version for r in case.recommendations if r.number == number)
    sent = {"version": version, "key": one_time_key()}
    return done(contributions.forward(who, address, number, wanted, **sent))


def take(who: Actor, address: str, do: ContributionAction, version: int, given: Given | None = None) -> str:
    return done(contributions.take(who, address, do, given, version=version, key=one_time_key()))


def ask_access_request(who: Actor, asked_for: AccessRequestData, key: str = "") -> str:
    return done(access_requests.ask(who, asked_for, key or one_time_key()))


def take_access_request(
    who: Actor,
    address: str,
    do: AccessRequestAction,
    version: int,
    given: access_requests.Given | None = None,
) -> str:
    return done(access_requests.take(who, address, do, given, version=version, key=one_time_key()))


def sign(who: Actor, address: str, version: int) -> str:
    return done(answers.sign(who, address, version=version, key=one_time_key()))


def give_back(who: Actor, address: str, version: int, reason: str) -> str:
    return done(answers.give_back(who, address, Reason(reason=reason), version=version, key=one_time_key()))


def drop(who: Actor, address: str, version: int) -> str:
    return done(answers.drop(who, address, version=version, key=one_time_key()))
