"""Where things are."""

from __future__ import annotations

from enum import StrEnum


class County(StrEnum):
    """The 12 counties (qarqe); `national` where the matter has no one place."""

    BERAT = "berat"
    DIBER = "diber"
    DURRES = "durres"
    ELBASAN = "elbasan"
    FIER = "fier"
    GJIROKASTER = "gjirokaster"
    KORCE = "korce"
    KUKES = "kukes"
    LEZHE = "lezhe"
    SHKODER = "shkoder"
    TIRANE = "tirane"
    VLORE = "vlore"
    NATIONAL = "national"
