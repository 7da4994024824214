"""The table of formal letters, as the driver runs it, and what its steps do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.records import Clock
from app.core.actor import Actor
from app.core.identifiers import is_in_words
from app.core.time import local_day, now
from app.deadlines.models import FormalLetter
from app.formal_letters.document import facts_of, paper_of, text_of
from app.formal_letters.queries import beside, find_letter
from app.process import history
from app.process.data import StepData
from app.process.effects import StepEffects
from app.process.models import Event
from app.process.run import follow
from app.process.tables import Address, Process, StepContext, process_of
from workflows.engine import ClockEffect, Step
from workflows.formal_letter import FORMAL_LETTER, Facts, FormalLetterAction, LetterState
from workflows.roles import CaseRole, Role

effects = StepEffects()


@dataclass(frozen=True)
class LetterText(StepData):
    """What of a letter is a person's to write."""

    recipient: str
    address: str
    body: str  # empty: as the wording here has it
    signed_by: str
    function: str = ""
    drafted_by: str = ""


@dataclass(frozen=True)
class Sent(StepData):
    """Under which number it left, and when."""

    protocol: str
    sent_on: date


@dataclass(kw_only=True)
class LetterStep(StepContext):
    """A step of a letter: its concern's row is locked."""

    letter: FormalLetter
    actor: Actor | None  # nobody where it follows by itself

    @property
    def process(self) -> Process[Any]:
        """That of letters."""
        return process_of(FORMAL_LETTER)

    @property
    def subject(self) -> FormalLetter:
        """The letter."""
        return self.letter

    @property
    def by(self) -> Actor | None:
        """Who takes the step."""
        return self.actor


class LetterProcess(Process[LetterStep]):
    """A letter. Escalation drafts it, and a decision on an escalation does."""

    workflow = FORMAL_LETTER

    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> LetterStep:
        """One that exists for the person."""
        letter = find_letter(session, actor, address.public_id, lock=True)
        return LetterStep(session, now(), data, do, letter=letter, actor=actor)

    def roles(self, step: LetterStep) -> frozenset[CaseRole]:
        """Who writes letters: the coordinator, who is that first, and the secretariat."""
        if step.actor is None:
            return frozenset()
        held = (
            (CaseRole.COORDINATOR, step.actor.is_(Role.COORDINATOR)),
            (CaseRole.SECRETARIAT, step.actor.is_(Role.SECRETARIAT)),
        )
        return frozenset([role for role, holds in held if holds][:1])

    def facts(self, _step: LetterStep) -> Facts:
        """There are none."""
        return Facts()

    def record(self, step: LetterStep, row: Step[Any], _source: str, _target: str) -> Event | None:
        """In the concern's history once it has left; what was a draft is nobody's to read."""
        letter, actor = step.letter, step.actor
        if row.do is not FormalLetterAction.SENT or actor is None:
            return None
        return history.note(
            step.session,
            letter.concern_id,
            letter.recommendation_id,
            by=actor,
            at=step.at,
            standing=step.standing,
            machine=FORMAL_LETTER.name,
            do=row.do.value,
            public=row.public,
            protocol=letter.protocol,
            on=letter.sent_on.isoformat() if letter.sent_on else "",
            to=letter.organisation.name,
            drafted=local_day(letter.drafted_at).isoformat(),
        )

    def apply(self, step: LetterStep, effects: Iterable[ClockEffect]) -> None:
        """It has no clock: that of what is owed runs on."""
        if tuple(effects):
            raise ValueError(f"{FORMAL_LETTER.name}: {step.do} declares a clock")


@effects.before(FORMAL_LETTER, FormalLetterAction.EDIT)
def save_words(step: LetterStep, words: LetterText) -> None:
    """As they are to be signed."""
    letter = step.letter
    letter.recipient, letter.address = words.recipient, words.address
    letter.body, letter.signed_by = words.body, words.signed_by
    letter.function, letter.drafted_by = words.function, words.drafted_by
    letter.override_reason = words.override_reason


@effects.leaving(FORMAL_LETTER, FormalLetterAction.SENT, named="unnamed")
def goes_out(step: LetterStep, sent: Sent) -> Iterator[str]:
    """Its text as it leaves; what somebody wrote with a reason why it may stay was looked through then."""
    letter = step.letter
    if not (letter.body and is_in_words(letter.override_reason)):
        yield text_of(facts_of(letter, beside(step.session, letter, sent.sent_on)))


@effects.before(FORMAL_LETTER, FormalLetterAction.SENT)
def save_as_sent(step: LetterStep, sent: Sent) -> None:
    """Its number and its day, who noted them, and the paper as it left: nothing that changes later changes it."""
    letter = step.letter
    facts = facts_of(letter, beside(step.session, letter, sent.sent_on))
    facts = replace(facts, protocol=sent.protocol)
    letter.protocol, letter.sent_on = sent.protocol, sent.sent_on
    letter.body, letter.paper = text_of(facts), paper_of(facts).plain()
    letter.override_reason = "\n".join(filter(None, (letter.override_reason, sent.override_reason)))
    letter.noted_by_id = step.actor.person_id if step.actor else None


def withdraw_letters(session: Session, clock: Clock, at: datetime) -> None:
    """Letters about this clock that are not sent need not be. The concern's row is locked."""
    drafted = select(FormalLetter).where(
        FormalLetter.clock_id == clock.id, FormalLetter.state == LetterState.DRAFTED
    )
    for letter in session.scalars(drafted).all():
        follow(LetterStep(session, at, None, FormalLetterAction.END, letter=letter, actor=None))
