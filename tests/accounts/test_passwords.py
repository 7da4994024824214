"""Which passwords will do."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from app.accounts.models import Organisation, Person
from app.accounts.passwords import LONGEST, common_words, is_hard_to_guess, password_errors
from tests.databases import only_sqlite

PERSON = Person(name="Anila Hoxhaj", email="anila@agimi-i-ri.example.org")

GUESSABLE = (
    "aaaaaaaaaaaaaaaaaaaa",
    "123456789012345678",
    "qwertyuiopasdfghjkl",
    "passwordpasswordpassword",
    "Password123456789!",
    "tryezatryezatryeza1",
    "fjalëkalimifjalëkalimi",
    "Tirana-Tirana-2026",
    "anila hoxhaj 12345",
    "agimi-i-ri.example.org",
    "abcabcabcabcabcabc",
    "hellohellohello11",
    "111222333444555666",
    "kuqezi1234kuqezi",
    "Gjinia123Gjinia123",
    "trafikimi trafikimi 2026",
    "anila@agimi-i-ri.example.org",
    "hoxhaj anila anila",
    "qwertzuiopqwertzuiop",
    "19.12.1990 19.12.1990",
)
GOOD = (
    "mollë e kuqe mbi urë të vjetër",
    "correct horse battery staple",
    "840297510384726195",
    "Një mace e zezë në dritare",
    "x9!kQ2#vR7$mT4&pZ",
    "tre peshq në lumin e ftohtë",
    "密码很长但是没有规则的一句话呀对吧",
)


@only_sqlite
@pytest.mark.parametrize("password", GUESSABLE)
def test_what_comes_first_to_mind_is_refused(app: Flask, password: str) -> None:
    with app.test_request_context():
        errors, _normal = password_errors(password, PERSON)
    assert errors


@only_sqlite
@pytest.mark.parametrize("password", GOOD)
def test_anything_long_and_own_is_taken(app: Flask, password: str) -> None:
    with app.test_request_context():
        errors, normal = password_errors(password, PERSON)
    assert (errors, normal) == ([], password)


@only_sqlite
@pytest.mark.parametrize(
    ("length", "taken"), [(14, False), (15, True), (64, True), (128, True), (129, False)]
)
def test_length_is_the_only_other_rule(app: Flask, length: int, taken: bool) -> None:
    password = ("mollë e kuqe mbi urë të vjetër, " * 7)[:length]
    with app.test_request_context():
        errors, _normal = password_errors(password, PERSON)
    assert (not errors) == taken


@pytest.mark.parametrize("hostile", ["1", "a@", "4l", "qwer", "1989", "i1!|", "01/02/"])
def test_the_longest_password_is_judged_at_once(hostile: str) -> None:
    began = time.process_time()
    assert not is_hard_to_guess((hostile * LONGEST)[:LONGEST])
    assert (
        time.process_time() - began < 1
    )  # unbounded, the library takes many times as long for each doubling


@pytest.mark.parametrize("signs", ["4@8({[<369!1|0$5+7%2", "@4@4@4({<[@4$5$5!1!1|l"])
def test_what_may_be_read_in_hundreds_of_ways_is_judged_at_once(signs: str) -> None:
    """The library reads figures and signs as letters in every combination: half a minute for one password."""
    began = time.process_time()
    is_hard_to_guess((signs * LONGEST)[:LONGEST])
    assert time.process_time() - began < 1


def test_a_common_word_behind_many_signs_is_still_found() -> None:
    assert not is_hard_to_guess("p@$$w0rd4|1!p@$$w0rd4|1!")


@only_sqlite
@pytest.mark.parametrize("unseen", ["\u200b", "\u0301", "\u00ad"])
def test_a_password_of_which_nothing_is_seen_is_refused(app: Flask, unseen: str) -> None:
    with app.test_request_context():
        errors, _normal = password_errors(unseen * 20, PERSON)
    assert errors


@only_sqlite
@pytest.mark.parametrize("password", ["Kulla e Bardhë 2026", "KullaEBardhe2026"])
def test_the_name_of_the_organisation_is_easy_to_guess(app: Flask, password: str) -> None:
    of_it = Person(
        name="Hana Bardhi", email="hana@example.org", organisation=Organisation(name="Kulla e Bardhë")
    )
    with app.test_request_context():
        assert password_errors(password, of_it)[0]


@only_sqlite
def test_one_password_has_one_form(app: Flask) -> None:
    """However a keyboard composes its letters."""
    with app.test_request_context():
        _errors, composed = password_errors("mollë e kuqe mbi urë", PERSON)
        _errors, apart = password_errors("molle\u0308 e kuqe mbi ure\u0308", PERSON)
    assert composed == apart


def test_the_list_is_folded_and_without_doubles() -> None:
    words = common_words()
    assert len(words) > 100
    assert all(word == word.casefold() and word.isascii() for word in words)
    assert is_hard_to_guess("mollë e kuqe mbi urë")
