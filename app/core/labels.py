"""Everything that people read about facts: stages, parties, lists, steps, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from flask_babel.speaklater import LazyString

from app.accounts import labels as rights
from app.accounts import role_labels
from app.accounts.models import Change, LetterKind
from app.accounts.rights.models import ProposalState
from app.concerns import labels as vocabulary
from app.concerns import state_labels
from app.concerns import vocabulary as lists
from app.concerns.records import ExtensionState
from app.core import identifiers
from app.core.outbox import SendState
from app.deadlines import labels as clocks
from app.deadlines.labels import rule_source
from app.deadlines.models import LetterState
from app.formal_letters import labels as letters
from app.group import labels as seats
from app.group.models import Capacity, GroupChange
from app.meetings import labels as meetings
from app.meetings.models import ItemKind, MeetingState
from app.notifications import labels as notices
from app.process.refusal_labels import missing
from app.process.step_labels import CLOCK, StepWords, step_words
from app.recusals import labels as conflicts
from app.recusals.models import InterestKind
from app.votes import labels as voting
from app.votes.group import Question
from app.votes.models import VoteState
from app.working_papers import labels as papers
from app.working_papers.models import Leaning, Part, SuggestionState
from workflows import access_request, answer, contribution
from workflows.composition import Field
from workflows.concern import Phase, Stage
from workflows.deadlines import EntryKind, Reading, Rule, Unit, Why
from workflows.escalation import EscalationAct
from workflows.notifications import Frequency, Topic
from workflows.recommendation import Grade, Outcome, State
from workflows.roles import CaseRole, Kind, Level, Owner, Role
from workflows.voting import Choice, Majority, Quorum, Verdict

__all__ = (
    "LABELS",
    "StepWords",
    "choices",
    "label",
    "missing",
    "rule_source",
    "rung_subject",
    "state_label",
    "step_words",
    "subject_choices",
    "voted_on",
)

# By class first: members of two of them may have the same value, and would be the same key.
LABELS: Mapping[type[StrEnum], Mapping[Any, LazyString]] = {
    Stage: state_labels.STAGE,
    Phase: state_labels.PHASE,
    State: state_labels.STATE,
    contribution.State: state_labels.REQUEST,
    answer.State: state_labels.PREPARED,
    access_request.State: state_labels.WAY_STATE,
    access_request.AccessKind: state_labels.WAY,
    Outcome: state_labels.OUTCOME,
    Grade: state_labels.GRADE,
    Owner: role_labels.PARTY,
    CaseRole: role_labels.STANDING,
    Role: role_labels.ROLE,
    Kind: role_labels.KIND,
    Level: role_labels.LEVEL,
    Rule: clocks.RULE,
    Unit: clocks.UNIT,
    Reading: clocks.READING,
    Why: clocks.WHY,
    EntryKind: clocks.ENTRY_KIND,
    ExtensionState: clocks.EXTENSION_STATE,
    lists.ActionState: vocabulary.ACTION_STATE,
    lists.Seen: vocabulary.SEEN,
    lists.Pillar: vocabulary.PILLAR,
    lists.Subject: vocabulary.SUBJECT,
    lists.Exploitation: vocabulary.EXPLOITATION,
    lists.Affected: vocabulary.AFFECTED,
    lists.County: vocabulary.COUNTY,
    lists.Extent: vocabulary.EXTENT,
    lists.CaseRange: vocabulary.CASE_RANGE,
    lists.Source: vocabulary.SOURCE,
    lists.Naming: vocabulary.NAMING,
    lists.Weight: vocabulary.WEIGHT,
    lists.Ground: vocabulary.GROUND,
    lists.FindingSource: vocabulary.FINDING_SOURCE,
    lists.Manner: vocabulary.MANNER,
    Field: seats.FIELD,
    Capacity: seats.CAPACITY,
    GroupChange: seats.CHANGE,
    InterestKind: conflicts.INTEREST,
    LetterState: letters.STATE,
    MeetingState: meetings.STATE,
    ItemKind: meetings.KIND,
    Topic: notices.TOPIC,
    Frequency: notices.FREQUENCY,
    SendState: notices.STATE,
    LetterKind: notices.LETTER,
    Change: rights.DONE,
    ProposalState: rights.STATE,
    Leaning: papers.LEANING,
    Part: papers.PART,
    SuggestionState: papers.SUGGESTION,
    Choice: voting.CHOICE,
    Quorum: voting.QUORUM,
    Majority: voting.MAJORITY,
    Verdict: voting.VERDICT,
    VoteState: voting.STATE,
    Question: voting.QUESTION,
    identifiers.Kind: vocabulary.IDENTIFIER,
}


def label(member: StrEnum | None) -> LazyString | str:
    """How a person reads this member; nothing for None."""
    return "" if member is None else LABELS[type(member)][member]


def choices(kind: type[StrEnum]) -> list[tuple[str, LazyString]]:
    """Values and labels for a form, in the order in which the members are declared."""
    return [(member.value, LABELS[kind][member]) for member in kind]


def subject_choices() -> list[tuple[str, LazyString]]:
    """Every subject, for a form."""
    return choices(lists.Subject)


def state_label(machine: str, state: str) -> LazyString | str:
    """The label of a stage or state that an event names."""
    return label(Stage(state) if machine == "concern" else State(state))


def rung_subject(rule: Rule, act: EscalationAct) -> str:
    """The subject of a mail about a date that has no case's reference to stand before it."""
    return f"{label(rule)}: {step_words(CLOCK, act).notice}"


def voted_on(machine: str, do: str) -> LazyString:
    """What a vote is about: a step of one of the tables, or a question about the Group itself."""
    return LABELS[Question][Question(do)] if machine == "group" else step_words(machine, do).title


@lru_cache(maxsize=1024, typed=True)  # by type too: members of two lists may have the same value
def said(_language: str, member: StrEnum | None) -> str:
    """How a person reads this member; nothing for None."""
    return str(label(member))


@lru_cache(maxsize=512)
def button(_language: str, machine: str, do: str) -> str:
    """The words that ask for a step."""
    return str(step_words(machine, do).button)
