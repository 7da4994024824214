"""The commands about people and organisations."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask

from app.accounts.models import Organisation
from app.core.db import db
from tests.accounts.pages import deliver, link_in, stored
from tests.databases import only_sqlite
from tests.world import World

INVITE = ("user", "create", "zamira@example.org", "--name", "Zamira Kola", "--organisation", "Ministria")


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def organisation(app: Flask) -> None:
    assert run(app, "organisation", "create", "Ministria", "--kind", "ministry").exit_code == 0


def test_the_first_administrator_comes_by_command(app: Flask, organisation: None) -> None:
    assert run(app, *INVITE, "--role", "administrator", "--language", "en").exit_code == 0
    [mail] = deliver(app)
    assert app.test_client().get(link_in(mail)).status_code == 200


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            (
                "user",
                "create",
                "x@example.org",
                "--name",
                "X",
                "--organisation",
                "Nobody",
                "--role",
                "member",
            ),
            "Nobody",
        ),
        ((*INVITE, "--role", "king"), "king"),
        (("user", "create", "x", *INVITE[3:], "--role", "member"), "not an e-mail address"),
        (("user", "disable", "askush@example.org"), "nobody has"),
        (("user", "role", "askush@example.org"), "name a role"),
        (("organisation", "create", "X", "--kind", "ministry", "--field", "human_rights"), "only members"),
        (("organisation", "create", "X", "--kind", "kingdom"), "kingdom"),
    ],
)
@only_sqlite
def test_a_mistake_is_said_and_changes_nothing(
    app: Flask, organisation: None, words: tuple[str, ...], said: str
) -> None:
    result = run(app, *words)
    assert result.exit_code == 2
    assert said in result.output
    assert deliver(app) == []


def test_nobody_is_invited_twice(app: Flask, organisation: None) -> None:
    run(app, *INVITE, "--role", "ministry")
    assert "account already" in run(app, *INVITE, "--role", "ministry").output
    assert run(app, "user", "invite", "zamira@example.org").exit_code == 0
    assert len(deliver(app)) == 2


def test_accounts_are_disabled_enabled_and_given_roles(app: Flask, people: World) -> None:
    assert run(app, "user", "disable", "Anila@example.org").exit_code == 0
    assert not stored(app, "anila").active
    assert run(app, "user", "enable", "anila@example.org").exit_code == 0
    assert stored(app, "anila").active
    result = run(app, "user", "role", "anila@example.org", "--add", "chair", "--remove", "member")
    assert result.output == "anila@example.org: chair\n"
    assert "has a password" in run(app, "user", "invite", "anila@example.org").output


def test_an_organisation_is_made_by_command(app: Flask) -> None:
    assert (
        run(app, "organisation", "create", "Agimi", "--kind", "member", "--field", "child_care").exit_code
        == 0
    )
    with app.app_context():
        assert db.session.query(Organisation).one().field == "child_care"


@only_sqlite
@pytest.mark.parametrize(
    "words", ["user", "organisation", "user create", "user role", "organisation create", "worker"]
)
def test_each_command_explains_itself(app: Flask, words: str) -> None:
    result = run(app, *words.split(), "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4


@only_sqlite
def test_the_librarys_own_commands_are_not_there(app: Flask) -> None:
    assert {"users", "roles"}.isdisjoint(app.cli.commands)
