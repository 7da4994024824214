"""Mails of the work before an answer: a link, and never content of a case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Organisation, Person
from app.accounts.outbox import MailText, MailWriters
from app.answers.access import find_prepared, find_recommendation, find_request
from app.answers.links.access import code_of, find_owing, token_of
from app.answers.links.queries import holds
from app.answers.links.steps import answers_with_account
from app.answers.models import (
    AnswerLink,
    AnswerMail,
    ContributionRequest,
    LinkMail,
    PreparedAnswer,
    RequestMail,
)
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, ClockState
from app.core.formats import day
from app.core.language import translate as _
from app.core.mail import MailLink
from app.core.refusals import NotFound
from app.core.time import local_day, now
from app.notifications.models import Notification
from app.process.pending import waits
from app.process.step_labels import step_words
from workflows import answer, contribution
from workflows.answer import ANSWER
from workflows.contribution import CONTRIBUTION
from workflows.engine import NotNow
from workflows.notifications import Topic
from workflows.roles import CaseRole

mails = MailWriters()

OF_A_REQUEST = {
    RequestMail.ASKED: (
        contribution.ContributionAction.FORWARD,
        CaseRole.CONTRIBUTOR,
        contribution.State.ASKED,
    ),
    RequestMail.REMINDED: (
        contribution.ContributionAction.REMIND,
        CaseRole.CONTRIBUTOR,
        contribution.State.ASKED,
    ),
    RequestMail.ASKED_AGAIN: (
        contribution.ContributionAction.ASK_AGAIN,
        CaseRole.CONTRIBUTOR,
        contribution.State.ASKED,
    ),
    RequestMail.WITHDRAWN: (
        contribution.ContributionAction.WITHDRAW,
        CaseRole.CONTRIBUTOR,
        contribution.State.WITHDRAWN,
    ),
    RequestMail.EXTENDED: (
        contribution.ContributionAction.EXTEND,
        CaseRole.CONTRIBUTOR,
        contribution.State.ASKED,
    ),
    RequestMail.GIVEN: (contribution.ContributionAction.GIVE, CaseRole.MINISTRY, None),
}
# what came of it; all else of this work awaits its reader
OUTCOMES = (RequestMail.WITHDRAWN, RequestMail.GIVEN)
OF_AN_ANSWER = {
    AnswerMail.TO_SIGN: answer.AnswerAction.PROPOSE,
    AnswerMail.RETURNED: answer.AnswerAction.RETURN,
    AnswerMail.SIGNED: answer.AnswerAction.SIGN,
}


@mails.written(*OUTCOMES, topic=Topic.CASE)
@mails.written(*(OF_A_REQUEST.keys() - OUTCOMES))
def of_a_request(session: Session, mail: Notification, person: Person | None) -> MailText | None:
    """To the agency or to who asked; nobody is told of what is over by the time the mail leaves."""
    do, standing, state = OF_A_REQUEST[RequestMail(mail.kind)]
    request = session.get(ContributionRequest, mail.about)
    if request is None or person is None or (state and request.state is not state):
        return None
    try:
        if standing not in find_request(session, person.as_actor(), request.public_id).standing:
            return None
    except NotFound:
        return None
    subject = str(step_words(CONTRIBUTION.name, do).notice)
    if state is contribution.State.ASKED:
        subject = _("%(what)s, by %(day)s", what=subject, day=day(request.due_on))
    return MailText(subject, _parts(subject, f"/requests/{request.public_id}"))


@mails.written(AnswerMail.SIGNED, topic=Topic.CASE)
@mails.written(AnswerMail.TO_SIGN, AnswerMail.RETURNED)
def of_an_answer(session: Session, mail: Notification, person: Person | None) -> MailText | None:
    """Inside one organisation."""
    kind, row = AnswerMail(mail.kind), session.get(PreparedAnswer, mail.about)
    if (
        row is None
        or person is None
        or (kind is AnswerMail.TO_SIGN and row.state is not answer.State.TO_SIGN)
    ):
        return None
    try:
        find_prepared(session, person.as_actor(), row.public_id)
    except NotFound:
        return None
    subject = str(step_words(ANSWER.name, OF_AN_ANSWER[kind]).notice)
    return MailText(
        subject, _parts(subject, "/answers/to-sign" if kind is AnswerMail.TO_SIGN else "/answers")
    )


@mails.written(LinkMail.LINK, LinkMail.AGAIN)
def of_a_link(session: Session, mail: Notification, _person: Person | None) -> MailText | None:
    """To the one address that may answer by it."""
    link = _link(session, mail)
    if link is None:
        return None
    subject = _("Your institution is asked for an answer")
    return MailText(
        subject,
        (
            _(
                "the Advisory Group against trafficking in persons asks %(name)s for an answer.",
                name=link.organisation.name,
            ),
            MailLink(_("Read it and answer"), f"/link/{token_of(link.nonce)}"),
            _(
                "The link is for this address alone, needs no account and works once, at the latest "
                "until %(day)s. Before your answer is accepted, a code comes to this address.",
                day=day(local_day(link.until or now())),
            ),
            _("This e-mail contains nothing of the case itself."),
        ),
    )


@mails.written(LinkMail.DUE)
def of_what_is_due(session: Session, mail: Notification, _person: Person | None) -> MailText | None:
    """To the working address of an institution to which no link was sent yet, while its time runs."""
    row = session.execute(
        select(Clock.due_on, Organisation.name)
        .join(Concern, Concern.id == Clock.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Clock.recommendation_id)
        .join(
            Organisation,
            Organisation.id == func.coalesce(Recommendation.addressee_id, Concern.fact_check_addressee_id),
        )
        .where(Clock.id == mail.about, Clock.state == ClockState.RUNNING)
    ).one_or_none()
    if row is None:
        return None
    subject = _("An answer of your institution is due by %(day)s", day=day(row.due_on))
    return MailText(
        subject,
        (
            _(
                "the Advisory Group against trafficking in persons is awaiting what is due from "
                "%(name)s by %(day)s.",
                name=row.name,
                day=day(row.due_on),
            ),
            _("The link by which you answer comes in a separate e-mail. You may also answer on paper."),
            _("This e-mail contains nothing of the case itself."),
        ),
    )


@mails.written(LinkMail.WANTED)
def of_a_link_to_send(session: Session, mail: Notification, person: Person | None) -> MailText | None:
    """To who sends links, unless one was sent meanwhile or somebody there has an account now."""
    row = _place(session, mail.about)
    if row is None:
        return None
    return _to_send(session, person, row, f"/concerns/{row.public_id}/recommendations/{row.number}/link")


@mails.written(LinkMail.FACTS_WANTED)
def of_a_link_for_facts(session: Session, mail: Notification, person: Person | None) -> MailText | None:
    """The same, where an institution is asked for errors of fact."""
    columns = select(Concern.public_id, literal(None).label("number"))
    row = session.execute(columns.where(Concern.id == mail.about)).one_or_none()
    return _to_send(session, person, row, f"/concerns/{row.public_id}/facts/link") if row else None


def _to_send(session: Session, person: Person | None, row: Any, address: str) -> MailText | None:
    if person is None:
        return None
    try:
        owing = find_owing(session, person.as_actor(), row.public_id, row.number)
    except (NotFound, NotNow):
        return None
    if holds(session, owing) or answers_with_account(session, owing.addressee.id):
        return None
    subject = _("An institution needs a link from you to answer")
    return MailText(subject, _parts(subject, address))


@mails.written(LinkMail.CODE)
def of_a_code(session: Session, mail: Notification, _person: Person | None) -> MailText | None:
    """The second mail, which confirms that the address is read by who answers."""
    link = _link(session, mail)
    if link is None or not link.code_nonce:
        return None
    return MailText(
        _("Your code"),
        (
            _("the code that confirms your answer: %(code)s", code=code_of(link)),
            _(
                "It is valid for 30 minutes. If it was not you who answered, tell the person who "
                "sent you the link."
            ),
        ),
    )


def _link(session: Session, mail: Notification) -> AnswerLink | None:
    query = select(AnswerLink).where(AnswerLink.id == mail.about, waits(AnswerLink))
    return session.scalars(query.options(joinedload(AnswerLink.organisation))).one_or_none()


@mails.written(AnswerMail.ASSIGNED)
def of_an_errand(session: Session, mail: Notification, person: Person | None) -> MailText | None:
    """To whom a recommendation was given."""
    row = _place(session, mail.about)
    if row is None or person is None:
        return None
    try:
        find_recommendation(session, person.as_actor(), row.public_id, row.number)
    except NotFound:
        return None
    subject = _("A recommendation was given to you")
    return MailText(
        subject,
        _parts(subject, f"/concerns/{row.public_id}/recommendations/{row.number}/work"),
    )


def _place(session: Session, recommendation_id: int | None) -> Any:
    """Where a recommendation is: the address of its concern, and its number."""
    return session.execute(
        select(Concern.public_id, Recommendation.number)
        .join(Recommendation, Recommendation.concern_id == Concern.id)
        .where(Recommendation.id == recommendation_id)
    ).one_or_none()


def _parts(subject: str, address: str) -> tuple[str | MailLink, ...]:
    return (
        subject + ".",
        MailLink(_("Open it in Tryeza"), address),
        _("This e-mail contains nothing of the case itself. You read it after signing in."),
    )
