"""Formal letters: why one cannot be changed, and what each of them is for."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from app.core import labels
from app.core.language import lazy as _l
from app.formal_letters.models import LetterKind
from app.process.refusal_labels import missing
from app.process.step_labels import StepWords, register_names, register_steps
from workflows.formal_letter import FORMAL_LETTER, FormalLetterAction, LetterState
from workflows.periods import (
    INFORMATION_LAW,
    OWN_RULE,
    PROMISED,
    RESPONSE_LAW,
    RULE_OF_GROUP,
    RULE_OF_MINISTRY,
    URGENT_RULE,
)
from workflows.streams import Stream

STATE = {
    LetterState.DRAFTED: _l("Draft, to be signed"),
    LetterState.SENT: _l("Letter sent"),
    LetterState.ENDED: _l("No longer needed"),
}
_REFUSED = {
    "moved": _l(
        "Somebody changed this meanwhile. What you typed is shown below; send it again if it still applies."
    ),
    "unnamed": _l(
        "This looks as if it could identify a person: take it out, or say in “Why it may stay” why it names nobody."
    ),
    "not_now": _l("This letter is sent already, or is not needed any more: it stays as it is."),
    "busy": _l("Nothing was changed and nothing you typed was lost. Send it again in a moment."),
}
STEPS = {
    FormalLetterAction.EDIT: _l("Change the draft"),
    FormalLetterAction.SENT: _l("Note that it was sent"),
    FormalLetterAction.END: _l("It is no longer needed"),
}
WRITING = {
    FormalLetterAction.SENT: StepWords(
        button=_l("Formal letter"),
        title=_l("Formal letter"),
        explain=_l("A letter left on paper."),
        done=_l("A formal letter was sent to %(to)s, protocol number %(protocol)s, on %(on)s"),
        notice=_l("A formal letter was sent"),
    ),
}

KIND = {
    LetterKind.HEAD: _l("Letter to the head of the institution"),
    LetterKind.MINISTER: _l("Letter to the minister"),
}
SENDER = {
    "head": _l("Sending body"),
    "place": _l("Place"),
    "address": _l("Address"),
    "email": _l("E-mail"),
    "phone": _l("Telephone"),
    "founding_act": _l("Act that founded the Group"),
    "function": _l("Function of who signs"),
    "signed_by": _l("Name of who signs"),
    "copies": _l("For information"),
}
# Whose rule a date is, as it follows "In support of".
BASIS = {
    RULE_OF_GROUP: _l("the rules of the Group"),
    INFORMATION_LAW: _l("article 15 of law no. 119/2014, applied by analogy"),
    RESPONSE_LAW: _l("article 22 of law no. 8454, dated 4.2.1999, applied by analogy"),
    RULE_OF_MINISTRY: _l("the rules of the ministry"),
    PROMISED: _l("the date that your institution promised"),
    URGENT_RULE: _l("the rules of the Group for urgent concerns"),
    OWN_RULE: _l("the deadlines that the Group has set"),
}


def basis(source: str) -> LazyString:
    """What a deadline rests on, as a letter cites it."""
    return BASIS.get(source) or BASIS[RULE_OF_GROUP]


def refusal_words(name: str) -> LazyString:
    """Why it was not done: of a letter, or of a field of its table."""
    return _REFUSED.get(name) or missing(name)


def register_labels() -> None:
    """Make these words known."""
    labels.register(STATE, KIND)
    register_steps(Stream.LETTER, WRITING)
    register_names(FORMAL_LETTER.name, STEPS)
