"""Tests send what a browser would: through `tests/forms.py`, and through `tests/posts.py` what is no form of a page."""

from __future__ import annotations

import ast

from tests.architecture.sources import modules

SENDING = ("tests/forms.py", "tests/posts.py")
WITH_A_BODY = {"data", "json", "form", "multipart"}


def test_no_test_writes_a_post_by_hand() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name, tree in modules("tests/")
        if name not in SENDING
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _sends(call)
    ]
    assert not found, "\n".join(["a page's form is sent by tests/forms.py:", *found])


def _sends(call: ast.Call) -> bool:
    """`client.post(address, …)`, `client.open(address, method="POST")`, `asking.fetch(address, data=…)`."""
    if not isinstance(call.func, ast.Attribute) or not call.args:
        return False
    named = {keyword.arg for keyword in call.keywords}
    if call.func.attr == "post":
        return True
    return call.func.attr in ("open", "fetch", "request") and bool(named & {"method", *WITH_A_BODY})
