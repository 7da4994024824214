"""What is answered where an address exists for somebody: by hand, as who it exists for in `addresses.py`."""

from __future__ import annotations

from tests.rights.oracle import STAGES

# a page that leads on at once
LEADS_ON = {
    "/": ("administrator", "observer"),  # to accounts, to what there is to read: nothing ever waits for them
    "/answers/batch": ("ministry", "agency", "other_agency"),  # nothing was chosen to be answered together
    "/answers/assign": ("ministry", "agency", "other_agency"),  # nothing was chosen to be given away together
}
# what is asked for with a name or a choice that these tests leave out is not there for anybody
NOTHING_NAMED = (
    "/concerns/<public_id>/files/<file_id>",
    "/concerns/<public_id>/messages",
    "/concerns/<public_id>/recusals/<int:recusal_id>/lift",
)
# of a concern: the stages in which there is something at the address; elsewhere in all of them
THERE = {
    "/concerns/<public_id>/dates": STAGES[1:],
    "/concerns/<public_id>/history": STAGES[1:],
    "/concerns/<public_id>/whole": STAGES[1:],
    "/concerns/<public_id>/recusals": STAGES[1:],
    "/concerns/<public_id>/similar": STAGES[1:],
    "/concerns/<public_id>/papers": STAGES[1:],
    "/concerns/<public_id>/papers/assessment": ["under_review", "in_fact_check"],  # while it is worked on
}


def general(rule: str, kind: str) -> int:
    """Of an address that belongs to no concern."""
    return 302 if kind in LEADS_ON.get(rule, ()) else 200


def of_a_concern(rule: str, stage: str) -> int:
    """Of an address of a concern that exists."""
    return 200 if rule not in NOTHING_NAMED and stage in THERE.get(rule, STAGES) else 404
