"""Who reads a restricted concern, also once the chair's seat has passed to a colleague: by hand, as `table.py`."""

from __future__ import annotations

from tests.leaks import table

# of a restricted concern: who looks, who reads its evidence in each phase, and who anything else at all
RESTRICTED = {
    kind: table.WHO[kind] for kind in "filer member recused chair ministry first coordinator".split()
} | {
    "observer": table.WHO["observer"],
    "administrator": table.WHO["administrator"],
    "successor": "ilir",
    "former": "hana",
    "chair_next": "policia_b",
}
CIRCLE = {
    "filed": {"filer"},
    "handed_over": {"filer", "chair", "successor"},
    "restricted": {"filer", "chair", "successor"},
    "chair_passes": {"filer", "successor"},
}
LISTED_AT = {
    "filed": {"chair"},
    "handed_over": set(),
    "restricted": {"member", "recused", "former"},
    "chair_passes": {"member", "recused", "former", "chair", "chair_next"},
}
