"""Mails that tell of events: links, references, and never content of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.outbox import MailText, MailWriters
from app.core.actor import Actor
from app.core.db import asker, made_once
from app.core.formats import day
from app.core.labels import label
from app.core.language import lazy as _l
from app.core.language import ngettext
from app.core.language import translate as _
from app.core.mail import MailLink, Part
from app.core.paging import Rows
from app.core.time import today
from app.meetings.models import MeetingNews
from app.notifications.models import Notification, NotificationKind
from app.notifications.queries import awaited, lines_of
from app.process.step_labels import step_words
from app.votes.group import GROUP
from app.votes.labels import voted_on
from workflows.escalation import REMINDED
from workflows.notifications import NEVER_SILENT, Topic
from workflows.periods import Rule
from workflows.streams import Stream
from workflows.vote import VoteState
from workflows.voting import Did

mails = MailWriters()
MOST_LISTED = 100
OF_A_MEETING = {
    MeetingNews.INVITED: _l("You are invited to a meeting of the Group"),
    MeetingNews.CHANGED: _l("The meeting of the Group has changed"),
    MeetingNews.CANCELLED: _l("The meeting of the Group is cancelled"),
}
ON_PAPER = _l("(on paper)")


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


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as a mail tells of it. `note` is what a person adds to a reminder, empty for all else."""

    reference: str  # empty where there is no case for the reader
    text: str
    path: str  # of its place
    note: str = ""
    urgent: bool = False
    awaited: str = ""  # what is asked of its reader, and by when

    @classmethod
    def of(cls, row: Any, awaited: str = "") -> NoticeLine:
        """A line of notices, in the language that is in force."""
        return cls(row.reference or "", text_of(row), path_of(row), row.note or "", bool(row.urgent), awaited)

    @property
    def subject(self) -> str:
        """In one line: urgent first, the case, what happened, what is asked."""
        said = " – ".join(filter(None, (self.text, self.awaited)))
        return first_if(self.urgent, f"{self.reference}: {said}" if self.reference else said)

    @property
    def link(self) -> MailLink:
        """What happened, leading to its place."""
        return MailLink(self.subject, self.path)


def first_if(urgent: bool, words: str) -> str:
    """With the word that everybody reads first, where it is urgent."""
    return _("URGENT – %(words)s", words=words) if urgent else words


def text_of_one(line: NoticeLine, absent: str | None = None) -> MailText:
    """Of one event, in the language that is in force."""
    text = f"{line.text} ({line.reference})" if line.reference else line.text
    parts: list[Part] = [first_if(line.urgent, text), *filter(None, [line.awaited]), *_added([line])]
    parts.append(MailLink(_("Open it in Tryeza"), line.path))
    if absent:
        parts.append(_("You are notified in place of %(name)s, who is away.", name=absent))
    return MailText(line.subject, tuple(parts))


def text_of_reminders(lines: Sequence[NoticeLine]) -> MailText:
    """Of reminders that were sent together, in the language that is in force."""
    subject = ngettext(
        "Reminder from the National Coordinator: %(num)s matter needs action from you",
        "Reminder from the National Coordinator: %(num)s matters need action from you",
        len(lines),
    )
    opening = _("the National Coordinator reminds you of these matters, which need action from you:")
    return MailText(subject, (opening, *_added(lines), [each.link for each in lines]))


def _added(lines: Sequence[NoticeLine]) -> list[Part]:
    """What who reminds has to say, once."""
    notes = dict.fromkeys(each.note for each in lines if each.note)
    return [_("The coordinator adds: “%(note)s”", note=note) for note in notes]


@made_once
def _notice(actor: Actor) -> Rows:
    """A notice as far as it exists for its reader; made once for each, for making it takes longer than its row does."""
    return lines_of(actor).where(Notification.id == bindparam("notice"))


@mails.written(NotificationKind.NOTICE)
def notice_text(session: Session, notice: Notification, person: Person | None) -> MailText | None:
    """What a notice says to its reader, who may no longer be entitled to it."""
    assert person is not None
    actor = person.as_actor()
    row = session.execute(_notice(actor), {**asker(actor), "notice": notice.id}).one_or_none()
    if row is None:
        return None
    if row.do == Did.OPENED and row.vote_state is VoteState.CLOSED:
        return None  # that it is open is no news any more
    line = NoticeLine.of(row, _awaited(session, actor, notice, row))
    return _with_foot(person, text_of_one(line, row.absent), notice.topic)


def _awaited(session: Session, actor: Actor, notice: Notification, row: Any) -> str:
    """What the reader owes, or what the date is of, where its case exists for them; never a word of the case."""
    if not row.reference or row.request or notice.topic is None:
        return ""
    found = awaited(session, actor, notice.event_id, notice.topic)
    return awaited_words(found.rule, found.due_on, own=notice.topic is Topic.MOVE) if found else ""


def awaited_words(rule: Rule, due_on: date | None, *, own: bool) -> str:
    """What is awaited and by when; `own` where it is the reader's move."""
    if due_on is None:
        return ""
    given = {"what": str(label(rule)).lower(), "day": day(due_on)}
    if due_on < today():
        return _("%(what)s, was due by %(day)s", **given)
    return (
        _("awaited from you: %(what)s, by %(day)s", **given)
        if own
        else _("%(what)s, due by %(day)s", **given)
    )


def text_of_several(session: Session, notices: Sequence[Notification], person: Person) -> MailText:
    """Of several notices of one case that leave together: each of them is one that its reader may read."""
    actor = person.as_actor()
    lines, absent = [], []
    for notice in notices:
        row = session.execute(_notice(actor), {**asker(actor), "notice": notice.id}).one()
        lines.append(NoticeLine.of(row, _awaited(session, actor, notice, row)))
        absent.append(row.absent)
    asked = next((line.awaited for line in lines if line.awaited), "")
    reference = lines[0].reference
    words = ngettext("%(num)s notice", "%(num)s notices", len(lines))
    said = " – ".join(filter(None, (f"{reference}: {words}" if reference else words, asked)))
    parts: list[Part] = [
        _("this happened in the same case:"),
        *_added(lines),
        [replace(each, reference="", urgent=False).link for each in lines],
    ]
    if name := next(filter(None, absent), ""):
        parts.append(_("You are notified in place of %(name)s, who is away.", name=name))
    topics = [notice.topic for notice in notices]
    ends = next((topic for topic in topics if topic not in NEVER_SILENT), topics[0])
    text = MailText(first_if(any(line.urgent for line in lines), said), tuple(parts))
    return replace(_with_foot(person, text, ends), topics=frozenset(filter(None, topics)))


@made_once
def _digest(actor: Actor) -> Rows:
    """What of a digest there is to read for its reader; made once for each."""
    return (
        lines_of(actor)
        .where(Notification.digest_id == bindparam("digest"), Notification.read_at.is_(None))
        .order_by(Notification.id)
    )


@mails.written(NotificationKind.DIGEST, topic=None)
def digest_text(session: Session, digest: Notification, person: Person | None) -> MailText | None:
    """What is left to read of several notices, if anything."""
    assert person is not None and digest.due_at is not None
    actor = person.as_actor()
    rows = session.execute(_digest(actor), {**asker(actor), "digest": digest.id}).all()
    if not rows:
        return None
    topics, lines = frozenset(row.topic for row in rows), [NoticeLine.of(row) for row in rows]
    if all(row.do == REMINDED for row in rows):
        return replace(_with_foot(person, text_of_reminders(lines), Topic.DATE), topics=topics)
    parts: list[Part] = [
        _("this happened in your cases and requests, and you have not seen it yet:"),
        *_added(lines),
        [each.link for each in lines[:MOST_LISTED]],
    ]
    if len(lines) > MOST_LISTED:
        parts.append(MailLink(_("All notices"), "/notices"))
    subject = _("Tryeza: your notices until %(day)s", day=day(digest.due_at))
    return replace(_with_foot(person, MailText(subject, tuple(parts)), None), topics=topics)


def _with_foot(person: Person, text: MailText, topic: Topic | None) -> MailText:
    path = unsubscribe_path(person.id, topic)
    foot = (
        _("This e-mail contains nothing of the case itself. You read it after signing in."),
        MailLink(_("How you are notified, and how often"), "/me/notices"),
        MailLink(_("Fewer e-mails of this kind"), path),
    )
    return replace(text, foot=foot, unsubscribe=path)


# --- the signed link by which a reader ends one kind of mail, without signing in (RFC 8058) --------


def unsubscribe_path(person_id: int, topic: Topic | None) -> str:
    """Where mail of a topic ends; where it is None, mail in digests. It holds for as long as the mail is kept."""
    return f"/notices/unsubscribe/{_serializer().dumps([person_id, topic])}"


def unsubscribing(token: str) -> tuple[int, Topic | None] | None:
    """Whose mail of which topic is to end, or None for a link that was not made here."""
    try:
        person_id, topic = _serializer().loads(token)
        return int(person_id), Topic(topic) if topic else None
    except (BadData, ValueError, TypeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="unsubscribe")
