"""Failed sign-ins slow down whoever fails, and never lock a person out (ASVS 6.3.1).

An attempt is counted before the password is looked at and taken back if it was right, so that many at once are no
way around. A browser from which a person signed in before is counted for itself: strangers who fail under that
person's name do not touch it. Setting a new password by a mailed link makes a browser known, too.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Attempt
from app.accounts.service import plain_address
from app.core.db import unit_of_work
from app.core.random_ids import one_time_key
from app.core.time import now
from config import Settings

LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=1)
KNOWN_FOR = timedelta(days=180)
PAIR_FREE, BROWSER_FREE, ACCOUNT_FREE, ADDRESS_FREE, RESET_FREE = 5, 10, 20, 50, 20


@dataclass(frozen=True, slots=True)
class Limit:
    """Under which key failures are counted, and how many of them cost nothing."""

    key: str
    free: int
    shared: bool = False  # by many people: one who gets it right does not forgive the others


def wait_after(failures: int, free: int) -> timedelta:
    """The pause after so many failures: 1, 2, 4 seconds, and on to a quarter of an hour."""
    over = failures - free
    return min(timedelta(seconds=2 ** min(over, 20)), LONGEST_WAIT) if over >= 0 else timedelta(0)


def take(limits: Iterable[Limit]) -> timedelta:
    """Count one attempt under each key. More than zero: how long to wait; then nothing was counted."""
    with unit_of_work() as session:
        session.execute(delete(Attempt).where(Attempt.last_at < now() - FORGOTTEN))
        rows = [
            (limit, _row(session, limit.key, now())) for limit in sorted(limits, key=lambda each: each.key)
        ]
        at = now()  # once all are locked: another attempt may have moved them while this one waited
        pauses = [(row, wait_after(row.failures, limit.free)) for limit, row in rows]
        waits = [row.last_at + pause - at for row, pause in pauses if pause]
        longest = max(waits, default=timedelta(0))
        if longest > timedelta(0):
            return longest
        for _limit, row in rows:
            row.failures, row.last_at = row.failures + 1, at
    return timedelta(0)


def give_back(limits: Iterable[Limit]) -> None:
    """The attempt was right."""
    with unit_of_work() as session:
        for limit in sorted(limits, key=lambda each: each.key):
            row = _row(session, limit.key, now())
            row.failures = max(row.failures - 1, 0) if limit.shared else 0


def _row(session: Session, key: str, at: datetime) -> Attempt:
    """The row of this key, locked."""
    locked = select(Attempt).where(Attempt.key == key).with_for_update()
    if row := session.scalars(locked).one_or_none():
        return row
    try:
        with session.begin_nested():
            session.add(Attempt(key=key, failures=0, last_at=at))
    except IntegrityError:
        pass  # somebody else's attempt made it at this moment
    return session.scalars(locked).one()


def sign_in_limits(email: str) -> list[Limit]:
    """What counts an attempt to sign in to this account from this browser."""
    account = account_of(email)
    if browser := _known_browser(account):
        return [Limit(_key("browser", browser), BROWSER_FREE)]
    address = _address()
    return [
        Limit(_key("pair", account, address), PAIR_FREE),
        Limit(_key("account", account), ACCOUNT_FREE),
        Limit(_key("address", address), ADDRESS_FREE, shared=True),
    ]


def account_of(email: str) -> str:
    """One name for all spellings by which an account is found, and for those that find none alike."""
    return unicodedata.normalize("NFKC", plain_address(email) or email.strip()).casefold()


def change_limits(person_id: int) -> list[Limit]:
    """What counts guesses of the present password by somebody who sits at a session left open."""
    return [Limit(_key("change", str(person_id)), PAIR_FREE)]


def reset_limits() -> list[Limit]:
    """What counts requests for a new password: they are never given back."""
    return [Limit(_key("reset", _address()), RESET_FREE)]


def remember_browser(email: str) -> None:
    """Make this browser known for this account. The cookie signs nobody in."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    value = _serializer().dumps([_key("account", account_of(email)), one_time_key()])

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            _cookie_name(settings),
            value,
            max_age=KNOWN_FOR,
            secure=settings.tls,
            httponly=True,
            samesite="Strict",
        )
        return response


def _known_browser(of: str) -> str | None:
    settings: Settings = current_app.extensions["tryeza.settings"]
    try:
        account, browser = _serializer().loads(request.cookies.get(_cookie_name(settings), ""))
    except (BadData, ValueError, TypeError):
        return None
    return str(browser) if account == _key("account", of) else None


def _cookie_name(settings: Settings) -> str:
    return "__Host-tryeza-browser" if settings.tls else "tryeza-browser"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="browser")


def _key(*parts: str) -> str:
    """Whom it counts is not to be read from the table."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, "\n".join(("attempt", *parts)).encode(), hashlib.sha256).hexdigest()


def _address() -> str:
    """The address of the request; of IPv6 the network, of which one household has many addresses."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
