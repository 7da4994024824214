"""What the secretariat enters of the sender of letters, and how it words them: each change is a row of its own."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import Refusal
from app.core.time import now
from app.formal_letters.models import LetterKind, LetterSender, LetterWording, SenderParts
from app.formal_letters.queries import latest_sender, latest_wording
from app.formal_letters.wording import unknown_names
from app.process.data import look_through
from workflows.engine import Unmet


def save_sender(actor: Actor, parts: SenderParts, *, made_from: int) -> None:
    """Who sends letters from now on. `made_from` is the row that the form showed, 0 for none.

    Raises Refusal (`moved`: somebody else changed it meanwhile).
    """
    with unit_of_work() as session:
        latest = latest_sender(session)
        if latest is not None and latest.parts == parts:
            return  # nothing is changed, or it was sent twice
        if (latest.id if latest else 0) != made_from:
            raise Refusal("moved")
        given = {name: getattr(parts, name) for name in SenderParts.__slots__}
        session.add(LetterSender(at=now(), person_id=actor.person_id, **given))


def save_wording(
    actor: Actor, kind: LetterKind, body: str, *, made_from: int, override_reason: str = ""
) -> None:
    """What letters of this kind say from now on; nothing for the built-in text.

    Raises Refusal: `moved`, `names` (it holds a name that there is not), `unnamed` (it could identify a person).
    """
    if unknown_names(body):
        raise Refusal("names", "body")
    try:
        look_through([body], override_reason)
    except Unmet as found:
        raise Refusal(found.missing[0], "body") from found
    with unit_of_work() as session:
        latest = latest_wording(session, kind)
        if (latest.body if latest else "") == body:
            return
        if (latest.id if latest else 0) != made_from:
            raise Refusal("moved")
        session.add(
            LetterWording(
                kind=kind, at=now(), person_id=actor.person_id, body=body, override_reason=override_reason
            )
        )
