"""The rungs of the ladder and the letters they draft, told as steps are."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from app.core.language import lazy as _l
from app.formal_letters.service import SENT
from app.process.labels import StepWords
from workflows.escalation import REMINDED, Act


def _words(title: LazyString, explain: LazyString, done: LazyString, notice: LazyString) -> StepWords:
    return StepWords(button=title, title=title, explain=explain, done=done, notice=notice)


CLIMBING = {
    Act.REMIND: _words(
        _l("Reminder"),
        _l("Who owes is reminded before the date."),
        _l("who owes was reminded"),
        _l("A date comes near: your move is awaited"),
    ),
    Act.LATE: _words(
        _l("Reminder after the date"),
        _l("Who owes and the coordinator are told that the time has run out."),
        _l("the time has run out, who owes was reminded"),
        _l("The time has run out, and a move is awaited"),
    ),
    Act.HEAD: _words(
        _l("To the head of the institution"),
        _l("The head of the institution is told, and a letter is drafted."),
        _l("it was brought before those who lead"),
        _l("Late: it was brought before those who lead"),
    ),
    Act.ESCALATE: _words(
        _l("Escalation"),
        _l("The coordinator is asked for a decision."),
        _l("it was escalated"),
        _l("Late: it was escalated"),
    ),
    Act.AGENDA: _words(
        _l("To the next meeting"),
        _l("It is proposed for the agenda of the next meeting."),
        _l("it was proposed for the next meeting"),
        _l("Late: it was proposed for the next meeting"),
    ),
    Act.MINISTER: _words(
        _l("To the minister"),
        _l("A letter to the minister is drafted."),
        _l("it was brought to the highest place"),
        _l("Late for long: it was brought to the highest place"),
    ),
    Act.PAUSED: _words(
        _l("Long pause"),
        _l("Somebody has to look at a pause that lasts too long."),
        _l("the pause has lasted for long"),
        _l("A pause has lasted for long: please look at it"),
    ),
    Act.MEDIATED: _words(
        _l("End of the talks"),
        _l("The coordinator is asked for a decision again."),
        _l("the talks brought nothing in time: the coordinator decides again"),
        _l("The time of your talks is over, and nothing came of them: please decide again"),
    ),
}
REMINDING = {
    REMINDED: _words(
        _l("Reminder by the coordinator"),
        _l("Who owes is reminded. Nothing moves, and no date changes."),
        _l("who owes was reminded by the coordinator"),
        _l("A reminder of the National Coordinator: your move is awaited"),
    ),
}
WRITING = {
    SENT: _words(
        _l("Formal letter"),
        _l("A letter left on paper."),
        _l("A formal letter was sent to %(to)s, protocol number %(protocol)s, on %(on)s"),
        _l("A formal letter was sent"),
    ),
}
