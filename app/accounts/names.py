"""Names of people and organisations: what they may hold, and when two are read as the same."""

from __future__ import annotations

import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.country import folded

LONGEST_NAME = 120
# letters of other alphabets, and figures, that are read as Latin letters; l, I, ı and 1 are one and the same
LOOKALIKES = str.maketrans(
    "авеіјкмнорсѕтухԁһӏαβεηικμνορτυχlıł10",
    "abeijkmhopcstyxdhiabenikmvoptyxiiiio",
)
BLANK_LETTERS = "\u2800\u3164\u115f\u1160\uffa0"  # letters by their class, blank to the eye
SIGNS = " \u00a0-–'’‘`´.,()/"  # what stands in names besides letters, marks and digits


class BadName(Exception):
    """Nobody can be called so. `name` is the key of the words."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def plain_name(text: str) -> str:
    """The name in one line, without blanks around it. Raises BadName."""
    text = unicodedata.normalize("NFC", text).strip()
    if any(c in BLANK_LETTERS or not (c in SIGNS or unicodedata.category(c)[0] in "LMN") for c in text):
        raise BadName("characters")
    if not any(c.isalpha() for c in text):
        raise BadName("empty")
    if len(text) > LONGEST_NAME:
        raise BadName("long")
    return " ".join(text.split())


def read_as(name: str) -> str:
    """What a reader takes a name for: without marks, blanks and points, whatever the alphabet of a letter."""
    letters = folded(unicodedata.normalize("NFKC", name)).translate(LOOKALIKES)
    return "".join(c for c in letters if c.isalnum())


def own_name(session: Session, text: str, person_id: int | None = None) -> str:
    """A name that nobody else has. Raises BadName."""
    name = plain_name(text)
    wanted = read_as(name)
    others = session.execute(select(Person.id, Person.name))
    if any(read_as(other.name) == wanted for other in others if other.id != person_id):
        raise BadName("taken")
    return name
