"""What people read about one step."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel.speaklater import LazyString


@dataclass(frozen=True, slots=True)
class StepWords:
    """The words of one step.

    `button` asks for it, `title` heads its page, `explain` says what will happen, who is told and which time begins,
    `done` tells in the timeline that it happened (who did it stands beside), and `notice` is the subject of its mail,
    which many read: nothing of a case's content, and true for each of them.
    """

    button: LazyString
    title: LazyString
    explain: LazyString
    done: LazyString
    notice: LazyString

    def happened(self, number: int | None = None) -> str:
        """`done`, with the number of the recommendation that it is about."""
        return str(self.done) % {"number": number}
