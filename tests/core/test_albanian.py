"""One Albanian word for one thing: its twins, anglicisms and word-for-word English stay out of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from config import ROOT

CATALOGUE = ROOT / "app/translations/sq/LC_MESSAGES/messages.po"
# What must not be said → what is said instead.
FORBIDDEN = {
    r"\brrugë|\bRrug": "kërkesë për lehtësim; ecuria; mundësi",
    r"[Pp]auz": "pezullim",
    r"vetvetiu": "automatikisht",
    r"pjes(a|ën|ës) (që përcillet|e përcjellë)": "ekstrakt",
    r"\b[Rr]asti(n|t)? (është|mbyllet|kishte)|asnjë rast\b|[Rr]astet (me|që)": "çështje",
    r"[«»]": "“ ”",
    r"'": "’",
    r"\be-mail": "postë elektronike",
    r"\bprojekt-|\bprojekti(t|n)?\b": "projektrekomandim, draft",
    r"\bjo-|\bjo aktiv": "joshtetëror, joaktiv",
    r"(?<=\S )koordinator": "Koordinator",
    r"grupi(t|n)? këshillimor": "Grupi Këshillimor",
    r"[Nn]dreq": "korrigjoj",
    r"krah për krah|\bqëndro(jnë|n) (krah|këtu|te)|[Kk]ëtu qëndroj": "krahas; gjendet, shfaqet",
    r"\bshtypen|[Ss]htypur": "printoj",
    r"në Tryeza\b": "në Tryezë",
    r"\bi shkruani\b": "shkruajini",
    r"\b[Vv](ini|ër) në votim": "hidhni në votim",
    r"rrezik i afërt": "rrezik i menjëhershëm",
    r"vështrim": "rishikim",
    r"pretendim": "deklarim",
    r"brenda (\d+|%\(\w+\)s) ditëve? pune": "brenda … ditëve të punës",
    r"(ripërtër|[Dd]rejtuesi)": "rinovoj; titullari",
}
# A name stays in the nominative: after a word that asks for another case it reads as a mistake.
GOVERNED = re.compile(
    r"\b(në vend të|[Mm]andati i|llogaria e|llogarinë e|[Vv]otoni për|lidhje për) %\((name|organisation|to)\)s"
)
BUTTON = re.compile(r"^(Vër|Hiqe?|Mbyll|Hap|Jep|Dërgo|Shto|Zgjidh|Ruaj|Anulo|Fshi|Shëno)\b")


def said() -> Iterator[str]:
    """Every Albanian text of the catalogue."""
    with CATALOGUE.open("rb") as opened:
        for message in read_po(opened):
            if message.id:
                yield from message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_a_word_that_has_a_better_twin_is_not_used(pattern: str) -> None:
    assert [text for text in said() if re.search(pattern, text)] == [], FORBIDDEN[pattern]


def test_names_stand_where_the_nominative_is_right() -> None:
    assert [text for text in said() if GOVERNED.search(text)] == []


def test_people_are_spoken_to_in_the_polite_plural() -> None:
    assert [text for text in said() if BUTTON.search(text)] == []
