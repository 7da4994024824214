"""Formal letters: why one cannot be changed, and what each of them is for."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from app.core import labels
from app.core.language import lazy as _l
from app.process.refusal_labels import missing
from app.process.step_labels import StepWords, register_names, register_steps
from workflows.formal_letter import FORMAL_LETTER, FormalLetterAction, LetterState
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


def refusal_words(name: str) -> LazyString:
    """Why it was not done: of a letter, or of a field of its table."""
    return _REFUSED.get(name) or missing(name)


def register_labels() -> None:
    """Make these words known."""
    labels.register(STATE)
    register_steps(Stream.LETTER, WRITING)
    register_names(FORMAL_LETTER.name, STEPS)
