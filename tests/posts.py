"""What is sent without a form of a page that was shown: by a script, a mail program, or somebody who was shown none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.page_forms import form_of, forms_of, listed, token_in

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext, APIResponse


def post_unshown(
    client: FlaskClient,
    address: str,
    sent: Mapping[str, Any],
    *,
    page: str | TestResponse = "/me",
    **request: Any,
) -> TestResponse:
    """What is sent to an address whose form this person is shown on no page, with the token of a page they have."""
    token = token_in((client.get(page) if isinstance(page, str) else page).text)
    return client.post(address, data={"csrf_token": token, **sent}, **request)


def post_unshown_by(
    asking: APIRequestContext, address: str, sent: Mapping[str, str], *, page: str
) -> APIResponse:
    """The same with the cookies of a browser that runs and the text of its page; no redirect is followed."""
    return asking.post(address, form={"csrf_token": token_in(page), **sent}, max_redirects=0)


def post_body(
    client: FlaskClient, address: str, body: bytes, content_type: str, *, page: str = "/me"
) -> TestResponse:
    """A body that no form has, with the token of a page: of a program, or broken on its way."""
    headers = {"X-CSRFToken": token_in(client.get(page).text)}
    return client.post(address, data=body, content_type=content_type, headers=headers)


def post_bare(
    client: FlaskClient, address: str, sent: Mapping[str, Any] | None = None, **request: Any
) -> TestResponse:
    """What comes without the token of any page: from another site, or from who has opened none."""
    return client.post(address, data=sent, **request)


def unsubscribe_in_one_click(client: FlaskClient, link: str) -> TestResponse:
    """As a mail program ends a kind of mail by its header (RFC 8058): no cookie, no page, no token."""
    return client.post(link, data={"List-Unsubscribe": "One-Click"})


def autosave(client: FlaskClient, page: TestResponse, typed: Mapping[str, Any]) -> TestResponse:
    """What the script of a page that is open saves while this is typed: these fields alone, by the page's version."""
    form = next(form for form in forms_of(page.text) if "data-autosave-url" in form.attributes)
    sent: dict[str, Any] = {"version": form.attributes["data-version"]}
    if seen := form.named("seen"):
        marks = json.loads(seen[0].value)
        sent["seen"] = json.dumps({name: marks[name] for name in typed if name in marks})
    if begun := form.named("kept_form"):
        sent["kept_form"] = begun[0].value
    for name, values in typed.items():
        sent[name] = listed(values) or [""]
    headers = {"X-Requested-With": "fetch", "X-CSRFToken": token_in(page.text)}
    return client.post(form.attributes["data-autosave-url"], data=sent, headers=headers)


def keep(
    client: FlaskClient,
    page: TestResponse,
    typed: Mapping[str, Any],
    action: str = "",
    *,
    window: str = "1",
    **altered: Any,
) -> TestResponse:
    """What the script of a page that is open keeps of a form while this is typed: all that is typed in it."""
    form = form_of(page.text, action, own=page.request.path)
    seen = {name for name in form.names() if any(c.kind != "hidden" for c in form.named(name))}
    fields = {name: values or [""] for name, values in form.filled(typed).items() if name in seen}
    sent = {
        "kept_form": form.named("kept_form")[0].value,
        "kept_window": window,
        "kept_upon": form.attributes["data-window"],
        **{name: form.named(name)[0].value for name in ("version",) if form.named(name)},
        **fields,
        **altered,
    }
    headers = {"X-Requested-With": "fetch", "X-CSRFToken": token_in(page.text)}
    return client.post(form.attributes["data-keep-url"], data=sent, headers=headers)


def preview(
    client: FlaskClient, page: TestResponse, typed: Mapping[str, Any], **request: Any
) -> TestResponse:
    """What the script of a page that is open shows while this is typed: the whole form goes there."""
    found = re.search(r'hx-post="([^"]*/preview)"', page.text)
    assert found, "this page previews nothing"
    form = next(form for form in forms_of(page.text) if form.named("version"))
    return client.post(found[1], data={**form.fields(), **typed}, **request)
