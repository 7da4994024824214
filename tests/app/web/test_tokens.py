"""The token of forms belongs to a session: the same on all its pages, and of no other."""

from __future__ import annotations

from flask import Flask

from tests.sign_in import sign_in, token_of
from tests.world import World


def test_each_session_has_a_token_of_its_own_that_its_forms_accept(app: Flask, people: World) -> None:
    tokens = []
    for _ in range(2):
        client = app.test_client()
        sign_in(client, "anila")
        tokens.append(token_of(client, "/"))
        assert token_of(client, "/concerns") == tokens[-1]
        answer = client.post("/language", data={"language": "sq", "next": "/", "csrf_token": tokens[-1]})
        assert answer.location == "/"
    assert tokens[0] != tokens[1]
    refused = client.post("/language", data={"language": "sq", "next": "/", "csrf_token": tokens[0]})
    assert "held=" in refused.location  # given back with what was typed, and not done
