"""What letters say: the built-in texts, and the names that stand in them for what differs from letter to letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from app.core.language import lazy as _l
from app.formal_letters.models import LetterKind


class Place(StrEnum):
    """A name that a text holds in braces; in Albanian, as the texts are."""

    BASIS = "baza"
    TRANSMITTED = "percolli"
    TRANSMITTED_ON = "data_e_percjelljes"
    NUMBER = "numri"
    HEADING = "titulli"
    CASE = "ceshtja"
    INSTITUTION = "institucioni"
    AWAITED = "detyrimi"
    DUE = "afati"
    LATE = "vonesa"
    MOVED = "shtyrjet"
    DAYS = "ditet"
    REPLY_BY = "pergjigjja_deri"


MEANING = {
    Place.BASIS: _l(
        "What the letter rests on, and the letters before it: a phrase with which a sentence begins."
    ),
    Place.TRANSMITTED: _l(
        "“ju përcolli”, or “i përcolli institucionit …” where the letter goes to somebody else."
    ),
    Place.TRANSMITTED_ON: _l("The day of the transmission."),
    Place.NUMBER: _l("The number of the recommendation."),
    Place.HEADING: _l("What the recommendation demands, in a few words."),
    Place.CASE: _l("The number of the case."),
    Place.INSTITUTION: _l("The institution to which the recommendation is addressed."),
    Place.AWAITED: _l("What is awaited, as “përgjigje”."),
    Place.DUE: _l("The day by which it was due."),
    Place.LATE: _l("How late it is, as “14 ditë vonesë”."),
    Place.MOVED: _l("A sentence that says how often the date was moved; nothing where it was not."),
    Place.DAYS: _l("The number of working days within which an answer is asked for."),
    Place.REPLY_BY: _l("The day by which an answer is asked for."),
}
_SENT = _l(
    "{baza}, on {data_e_percjelljes} the Advisory Group against trafficking in persons {percolli} "
    "recommendation no. {numri} “{titulli}” (case {ceshtja})."
)
_LATE = _l(
    "The deadline for this obligation ({detyrimi}) was {afati}. It has not been met to date ({vonesa}). "
    "{shtyrjet}"
)
_DEMAND = _l(
    "Please ensure that this obligation is met within {ditet} working days of the date of this letter, by "
    "{pergjigjja_deri}, or inform the Group in writing of the reasons and of a new date."
)
_INTERVENE = _l(
    "As the obligation has remained unmet for so long, we bring it to your attention and ask you to intervene "
    "with the institution responsible: {institucioni}."
)
BUILT_IN = {
    LetterKind.HEAD: (_l("Dear Sir or Madam,"), _SENT, _LATE, _DEMAND),
    LetterKind.MINISTER: (_l("Dear Minister,"), _SENT, _LATE, _INTERVENE, _DEMAND),
}
_BRACES = re.compile(r"\{([^{}]*)\}")
_BLANKS, _EMPTY_LINES = re.compile(r"[ \t]{2,}"), re.compile(r"\n{3,}")
NAMES = frozenset(Place)


def built_in(kind: LetterKind) -> str:
    """The text in the language in force, with its names."""
    return "\n\n".join(str(part) for part in BUILT_IN[kind])


def unknown_names(text: str) -> list[str]:
    """What stands in braces and is no name; a brace that stands alone as itself."""
    found = [f"{{{name}}}" for name in _BRACES.findall(text) if name.strip() not in NAMES]
    return [*dict.fromkeys(found), *sorted(set(re.findall(r"[{}]", _BRACES.sub("", text))))]


def filled(text: str, values: Mapping[Place, str]) -> str:
    """The text with what its names stand for; what is empty leaves no blank and no empty paragraph."""

    def value(name: re.Match[str]) -> str:
        key = name[1].strip()
        return values[Place(key)] if key in NAMES else name[0]

    said = _BLANKS.sub(" ", _BRACES.sub(value, text.replace("\r\n", "\n")))
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in said.split("\n"))).strip()
