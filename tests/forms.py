"""Forms as a browser has them: read from the page, filled as a person fills them, sent with all that they hold.

`send` opens a page, types and presses a button; `again` does so on a page that was opened before, or that came back.
`forge` alters what no person could: hidden fields, values that a choice does not offer. What is no form of a page is
sent by `tests/posts.py`; `tests/page_forms.py` reads pages, `tests/walk.py` goes through every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from tests.page_forms import NEWLINE, Control, PageForm, fields_of, form_of, forms_of, listed, token_in

__all__ = (
    "Control",
    "PageForm",
    "again",
    "fields_of",
    "forge",
    "form_of",
    "forms_of",
    "send",
    "submit",
    "token_in",
)
MULTIPART = "multipart/form-data"


def submit(
    client: FlaskClient,
    address: str,
    form: PageForm,
    sent: Mapping[str, Any],
    *,
    press: str = "",
    **request: Any,
) -> TestResponse:
    """Send this form of the page at this address, by a button of it, as a browser writes it."""
    fields = {name: [_written(value) for value in listed(values)] for name, values in sent.items()}
    button = form.button(press)
    action, enctype = form.action, form.enctype
    if button is not None:
        action = button.attributes.get("formaction", action)
        if button.name:
            fields[button.name] = [*fields.get(button.name, []), button.value]
    for control in form.inputs:
        if control.kind == "file" and not fields.get(control.name):  # a browser sends it without a name
            fields[control.name] = [FileStorage(BytesIO(b""), "", control.name, "application/octet-stream")]
    has_file = any(
        not isinstance(value, str) and _name_of(value) for values in fields.values() for value in values
    )
    assert enctype == MULTIPART or not has_file, "this form sends no files"
    if enctype != MULTIPART:
        fields = {name: [v for v in values if isinstance(v, str)] for name, values in fields.items()}
    where = urljoin(address, action) if action else address
    kind = enctype or "application/x-www-form-urlencoded"
    if form.method == "get":
        return client.get(where.split("?")[0], query_string=fields, **request)
    return client.post(where, data=fields, content_type=kind, **request)


def send(
    client: FlaskClient,
    address: str,
    typed: Mapping[str, Any],
    action: str = "",
    *,
    press: str = "",
    **request: Any,
) -> TestResponse:
    """Open the page, fill its form (the one with this action) and press its first button, or the one named."""
    form = form_of(_page(client, address), action, button=press, own=address.partition("?")[0])
    return submit(client, address, form, form.filled(typed), press=press, **request)


def again(
    client: FlaskClient,
    page: TestResponse,
    typed: Mapping[str, Any],
    action: str = "",
    *,
    press: str = "",
    **request: Any,
) -> TestResponse:
    """Fill and send the form of a page that is open: looked at before others went on, or answered with a refusal."""
    form = form_of(page.text, action, button=press, own=page.request.path)
    return submit(client, _address_of(page), form, form.filled(typed), press=press, **request)


def forge(
    client: FlaskClient,
    page: str | TestResponse,
    altered: Mapping[str, Any],
    action: str = "",
    *,
    typed: Mapping[str, Any] | None = None,
    to: str = "",
    press: str = "",
    **request: Any,
) -> TestResponse:
    """Send a page's form with fields changed as no browser would; None leaves one out. `to`: elsewhere."""
    text, address = (_page(client, page), page) if isinstance(page, str) else (page.text, _address_of(page))
    form = form_of(text, action, button=press, own=address.partition("?")[0])
    sent = {**form.filled(typed or {}), **{name: listed(value) for name, value in altered.items()}}
    if to:
        form.action = to
    return submit(client, address, form, sent, press=press, **request)


def _page(client: FlaskClient, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, f"{address}: {page.status_code}"
    return page.text


def _address_of(page: TestResponse) -> str:
    """Where a form without an action goes: to the page's own address, with its query."""
    return page.request.full_path.removesuffix("?")


def _written(value: Any) -> Any:
    """Browsers send every end of a line as CR LF, and a chosen file from its beginning, however often it is sent."""
    if isinstance(value, FileStorage):
        return FileStorage(BytesIO(value.stream.getvalue()), value.filename, value.name, value.content_type)
    return NEWLINE.sub("\r\n", value) if isinstance(value, str) else value


def _name_of(file: Any) -> str:
    return str(file[1] if isinstance(file, tuple) else file.filename)
