"""Messages, as their notices tell them."""

from __future__ import annotations

from app.concerns.records import Channel
from app.core.language import lazy as _l
from app.messages.queries import SAID
from app.process.step_labels import StepWords, register_steps
from workflows.streams import Stream

TALKING = {
    SAID[Channel.GROUP]: StepWords(
        button=_l("Write to the Group"),
        title=_l("Discussion of the Group"),
        explain=_l("Only the Group and its secretariat read this."),
        done=_l("Somebody wrote in the Group's discussion."),
        notice=_l("New in the Group's discussion"),
    ),
    SAID[Channel.EXCHANGE]: StepWords(
        button=_l("Write a message"),
        title=_l("Exchange"),
        explain=_l("Read by the Group, the coordinator and this institution, with its ministry."),
        done=_l("Somebody wrote in the exchange with an institution."),
        notice=_l("New in the exchange with an institution"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    register_steps(Stream.RECORD, TALKING)
