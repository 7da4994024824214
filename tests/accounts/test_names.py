"""Names of people: what they may hold, whose they are, and that a change of one is on record."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.names import BadName, plain_name, read_as
from tests.accounts.pages import stored
from tests.accounts.rights import events, invite, save
from tests.databases import only_sqlite
from tests.forms import forge, send
from tests.sign_in import sign_in
from tests.world import World

# the chair is Kastriot Vokshi
SAME = (
    "Kastriot Vokshi",
    "KASTRIOT VOKSHI",
    "  kastriot   vokshi ",
    "Kastriot Vokshí",
    "Kastriot. Vokshi",
    "Kastriot\u00a0Vokshi",
    "Ｋastriot Vokshi",
    "Kаstriot Vоkshi",  # a and o of the Cyrillic alphabet
    "Kastriot V0kshi",
    "Kastrıot Vokshi",
    "KastrlOt Vokshi",
    "Kastr1ot Vokshi",
    "Καstriot Vokshi",  # of the Greek one
)
UNPRINTABLE = (
    "Anila\r\nBcc: x@example.org",
    "Anila\nHoxhaj",
    "Anila\rHoxhaj",
    "Anila\u2028Hoxhaj",
    "Anila\u200bHoxhaj",
    "Anila\u202eHoxhaj",
    "Anila\u00adHoxhaj",
    "Anila\x1b[2J",
    "Anila\x85Hoxhaj",
)
EMPTY = ("", " ", "\u00a0", "\u200b", "\u3164", "...", "7")


@pytest.fixture
def member(client: FlaskClient, people: World) -> FlaskClient:
    sign_in(client, "anila")
    return client


@pytest.mark.parametrize("name", [*SAME, *EMPTY])
@only_sqlite
def test_a_name_that_is_another_persons_or_none_is_refused(
    app: Flask, member: FlaskClient, name: str
) -> None:
    answer = forge(member, "/me", {"name": name})
    assert answer.status_code == 422, ascii(name)
    assert "#name" in answer.text
    assert stored(app, "anila").name == "Anila Hoxhaj"


@pytest.mark.parametrize("name", UNPRINTABLE)
@only_sqlite
def test_nothing_unprintable_is_kept_in_a_name(app: Flask, member: FlaskClient, name: str) -> None:
    """What the page cleans away leaves the name as it was; the rest is refused, and by the service all of it."""
    answer = forge(member, "/me", {"name": name})
    assert answer.status_code in (302, 422), ascii(name)
    assert stored(app, "anila").name in ("Anila Hoxhaj", "AnilaHoxhaj")
    with pytest.raises(BadName):
        plain_name(name)


@only_sqlite
@pytest.mark.parametrize("name", [SAME[7], UNPRINTABLE[0], EMPTY[3]])
def test_nor_does_an_administrator_give_it(app: Flask, client: FlaskClient, people: World, name: str) -> None:
    sign_in(client, "administratori")
    assert invite(client, people, "agimi", ["member"], name=name).status_code == 422
    assert save(app, client, "anila", name=name).status_code == 422


@pytest.mark.parametrize("name", ["Anila Hoxhaj-Koçi", "ANILA HOXHAJ", "Ánila d’Hoxhaj", "Анила Ходжай"])
def test_a_changed_name_is_on_record(app: Flask, member: FlaskClient, name: str) -> None:
    assert send(member, "/me", {"name": f" {name} "}).status_code == 302
    assert stored(app, "anila").name == name
    assert events(app, "anila") == [("name", {"before": "Anila Hoxhaj", "after": name})]
    assert send(member, "/me", {"language": "en"}).status_code == 302
    assert len(events(app, "anila")) == 1, "what stays is no change"


def test_a_name_that_is_read_as_another_is_the_same() -> None:
    assert len({read_as(name) for name in SAME}) == 1
    assert plain_name("  Ana  Maria ") == "Ana Maria"
    with pytest.raises(BadName):
        plain_name("x" * 121)
