"""Words of notices and of mails, and where what they tell of is to be seen."""

from __future__ import annotations

from typing import Any

from app.accounts.labels import MAIL as ACCOUNT_MAIL
from app.accounts.models import AccountMail
from app.core import labels
from app.core.labels import label
from app.core.language import lazy as _l
from app.meetings.models import MeetingNews
from app.notifications.models import NotificationKind, SendState
from app.process.step_labels import step_words
from app.votes.group import GROUP
from app.votes.labels import voted_on
from workflows.notifications import Frequency, Topic
from workflows.periods import Rule
from workflows.streams import Stream

TOPIC = {
    Topic.MOVE: _l("awaits your move"),
    Topic.CASE: _l("what happens in your cases"),
    Topic.VOTE: _l("votes of the Group"),
    Topic.DATE: _l("dates that come near or have passed"),
    Topic.MESSAGE: _l("messages of the discussion and of exchanges"),
}

FREQUENCY = {
    Frequency.NOW: _l("at once"),
    Frequency.DAILY: _l("in a daily digest"),
    Frequency.WEEKLY: _l("in a weekly digest"),
    Frequency.NONE: _l("no mail"),
}

STATE = {
    SendState.WAITING: _l("waits"),
    SendState.SENT: _l("sent"),
    SendState.DROPPED: _l("not to be sent any more"),
    SendState.DIGEST: _l("in a digest"),
    SendState.SILENT: _l("not wanted"),
    SendState.FAILED: _l("given up"),
    SendState.BOUNCED: _l("the address takes no mail"),
}


# by how their names begin
KIND = {
    "digest": _l("digest"),
    "meeting": _l("meeting"),
    "contribution": _l("contribution to an answer"),
    "answer": _l("answer within an institution"),
    "link": _l("one-time link"),
    "access": _l("access request"),
    "entry": _l("entry of the directory"),
    "item": _l("item proposed for a meeting"),
    "rights": _l("right to be confirmed"),
}
OF_A_MEETING = {
    MeetingNews.INVITED: _l("You are invited to a meeting of the Group"),
    MeetingNews.CHANGED: _l("The meeting of the Group has changed"),
    MeetingNews.CANCELLED: _l("The meeting of the Group is cancelled"),
}
ON_PAPER = _l("(on paper)")


def kind_words(kind: str, topic: Topic | None) -> str:
    """What a mail is about, as far as the administrator is told."""
    if kind == NotificationKind.NOTICE:
        return label(topic)
    if kind in set(AccountMail):
        return str(ACCOUNT_MAIL[AccountMail(kind)])
    return str(KIND[kind.partition("_")[0]])


def text_of(row: Any) -> str:
    """What happened, in the language in force; of a contribution or an access request, what became of its date."""
    if row.vote:
        return f"{step_words(Stream.VOTE, row.do).notice}: {voted_on(GROUP, row.question)}"
    if row.meeting:
        return str(OF_A_MEETING[MeetingNews(row.do)])
    if row.request or row.access_request:
        return f"{label(Rule(row.params['rule']))}: {step_words(Stream.CLOCK, row.do).notice}"
    text = str(step_words(row.machine, row.do).notice)
    return f"{text} {ON_PAPER}" if row.params and "paper" in row.params else text


def path_of(row: Any) -> str:
    """The address, on this host: a request, a vote, a meeting, a recommendation, or the history of the case."""
    if row.vote:
        return f"/votes/{row.vote}"
    if row.meeting:
        return f"/meetings/{row.meeting}"
    if row.request:
        return f"/requests/{row.request}"
    if row.access_request:
        return f"/access-requests/{row.access_request}"
    if row.machine == Stream.VOTE and "vote" in row.params:
        return f"/votes/{row.params['vote']}"
    if "channel" in row.params:
        return f"/concerns/{row.public_id}#{row.params['channel']}"
    return path_in_case(row.public_id, row.number)


def path_in_case(public_id: str, number: int | None) -> str:
    """A recommendation of the case, or its history."""
    place = f"recommendation-{number}" if number else "history"
    return f"/concerns/{public_id}#{place}"


def register_labels() -> None:
    """Make these words known."""
    labels.register(TOPIC, FREQUENCY, STATE)
