"""Who reads what once seats have passed to colleagues, and who reads a restricted concern: by hand, as `table.py`."""

from __future__ import annotations

from tests.leaks import table

# once seats have passed to colleagues: as whom each reads, the one before and the next
HOLDERS = {
    "former": ("mira", "member"),  # has its role still, and what it declared
    "next": ("punes", "member"),  # once it has declared
    "recused_former": ("nazmi", "recused"),
    "recused_next": ("femijet", "recused"),  # the organisation is recused, whoever holds its seat
    "filer_former": ("anila", "filer"),
    "filer_next": ("agjensi", "filer"),  # the organisation filed it
    "chair_former": (
        "kastriot",
        "rapporteur",
    ),  # the chair ends with the seat: no access requests of others any more
    "chair_next": ("policia_b", "rapporteur"),  # the chair does not pass on; once it has declared
}
NOT_OPENED = ("next", "chair_next")


def holder_may_read(phase: str, canary: str, kind: str) -> bool:
    """Whether who held a seat, or holds it now, may read this text."""
    who = HOLDERS[kind][1]
    if canary in table.READERS[table.TYPED_BY_THE_MEMBER].split():
        return kind == "former"  # who typed it; its seat is another's now, and what it typed is not
    if phase == "seats_pass" and kind in NOT_OPENED:
        everybodys = f"{table.READERS[table.OF_THE_GROUP]} {table.READERS[table.INVITED]}".split()
        own = (
            table.READERS[table.OF_THE_ACCESS_REQUEST].split() if who == "member" else []
        )  # what its organisation asked for
        return canary in {*table.LISTED, *everybodys, *own}
    return table.may_read("written", canary, who)


def holder_reads(phase: str, kind: str) -> set[str]:
    """Of what who holds or held a seat may read, words that they must find."""
    if "recused" in kind:
        return {"meetingtitle"}
    if phase == "seats_pass" and kind in NOT_OPENED:
        return {"title", "meetingtitle"}
    return {"narrative", "findings", "groupsaid", "extract", "caseminutes"}


# of a restricted concern: who looks, who reads its evidence in each phase, and who anything else at all
RESTRICTED = {
    kind: table.WHO[kind] for kind in "filer member recused chair ministry first coordinator".split()
} | {
    "observer": table.WHO["observer"],
    "administrator": table.WHO["administrator"],
    "successor": "ilir",
    "chair_alternate": "punes",  # acts for the chair's seat for some days
    "former": "hana",
    "chair_next": "policia_b",
}
CIRCLE = {
    "filed": {"filer"},
    "handed_over": {"filer", "chair", "successor"},
    "restricted": {"filer", "chair", "successor"},
    "chair_hands_over": {"filer", "chair", "successor"},
    "chair_passes": {"filer", "successor"},
}
LISTED_AT = {
    "filed": {"chair"},
    "handed_over": set(),
    "restricted": {"member", "recused", "former"},
    "chair_hands_over": {"member", "recused", "former", "chair_alternate"},
    "chair_passes": {"member", "recused", "former", "chair", "chair_next", "chair_alternate"},
}
