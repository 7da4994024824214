"""Forms as a browser has them: read from the page, filled as a person fills them, sent with all that they hold.

`send` opens a page, types and presses a button; `again` does so on the page that came back. `forge` alters what no
person could: hidden fields, values that a choice does not offer. `tests/walk.py` goes through every page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

BUTTONS = {"submit", "image"}
MULTIPART = "multipart/form-data"
NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass
class Control:
    """A field or a button of a form."""

    kind: str
    name: str
    attributes: dict[str, str]
    value: str = ""
    options: list[tuple[str, bool]] = field(default_factory=list)
    label: str = ""

    @property
    def multiple(self) -> bool:
        """Whether more than one value may be given."""
        return "multiple" in self.attributes

    @property
    def is_choice(self) -> bool:
        """Whether a person can only pick among what the page offers."""
        return self.kind in ("select", "radio", "checkbox")

    def offered(self) -> list[str]:
        """The values that a choice offers."""
        return [value for value, _chosen in self.options] if self.kind == "select" else [self.value]

    def sent(self) -> list[Any]:
        """What a browser sends of it untouched."""
        if self.kind == "select":
            chosen = [value for value, is_chosen in self.options if is_chosen]
            if self.multiple:
                return chosen
            return chosen[-1:] or [value for value, _no in self.options[:1]]
        if self.kind in ("radio", "checkbox"):
            return [self.attributes.get("value", "on")] if "checked" in self.attributes else []
        return [] if self.kind == "file" else [self.value]


@dataclass
class PageForm:
    """One form of a page."""

    action: str
    method: str
    enctype: str
    controls: list[Control] = field(default_factory=list)

    @property
    def buttons(self) -> list[Control]:
        """What sends it; a browser takes the first where Enter is pressed."""
        return [control for control in self.controls if control.kind in BUTTONS]

    @property
    def inputs(self) -> list[Control]:
        """What can hold a value."""
        return [control for control in self.controls if control.kind not in BUTTONS and control.name]

    def names(self) -> list[str]:
        """Names of the fields, each once."""
        return list(dict.fromkeys(control.name for control in self.inputs))

    def named(self, name: str) -> list[Control]:
        """The controls of this name; several for radio buttons and checkboxes."""
        return [control for control in self.inputs if control.name == name]

    def button(self, pressed: str) -> Control | None:
        """The button with this label, name or value; the first one where none is named."""
        if not pressed:
            return next(iter(self.buttons), None)
        found = [b for b in self.buttons if pressed in (b.label, b.name, b.value)]
        assert found, f"no button {pressed!r}: {[(b.label, b.name, b.value) for b in self.buttons]}"
        return found[0]

    def fields(self) -> dict[str, list[Any]]:
        """What a browser would send of the fields as they stand."""
        sent: dict[str, list[Any]] = {}
        for control in self.inputs:
            if values := control.sent():
                sent.setdefault(control.name, []).extend(values)
        return sent

    def filled(self, typed: Mapping[str, Any]) -> dict[str, list[Any]]:
        """The same once a person has typed and chosen this; None unticks, and only what is offered is chosen."""
        sent = self.fields()
        for name, given in typed.items():
            controls = self.named(name)
            assert controls, f"no field {name!r} (a button is pressed with press=): {self.names()}"
            values = _listed(given)
            if all(control.is_choice for control in controls):
                offered = {value for control in controls for value in control.offered()}
                assert set(values) <= offered, f"{name!r} offers {sorted(offered)}, not {values}"
            sent[name] = values
        return {name: values for name, values in sent.items() if values}


class _Reader(HTMLParser):
    """Reads the forms of a page, with the controls that name one by `form`."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._by_id: dict[str, PageForm] = {}
        self._elsewhere: list[tuple[str, Control]] = []
        self._form: PageForm | None = None
        self._open: Control | None = None
        self._option: str | None = None
        self._disabled = 0

    def close(self) -> None:
        super().close()
        for form_id, control in self._elsewhere:
            if form_id in self._by_id:
                self._by_id[form_id].controls.append(control)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = given.get("method", "get").lower()
            self._form = PageForm(given.get("action", ""), method, given.get("enctype", ""))
            self.forms.append(self._form)
            self._by_id[given.get("id", "")] = self._form
        elif tag == "fieldset" and (self._disabled or "disabled" in given):
            self._disabled += 1
        elif tag == "option" and self._open is not None and "disabled" not in given:
            self._open.options.append((given.get("value", ""), "selected" in given))
            self._option = None if "value" in given else ""
        elif tag in ("input", "select", "textarea", "button"):
            self._add(tag, given)

    def _add(self, tag: str, given: dict[str, str]) -> None:
        kind = (
            tag
            if tag in ("select", "textarea")
            else given.get("type", "submit" if tag == "button" else "text")
        )
        control = Control(kind, given.get("name", ""), given, given.get("value", ""))
        if kind in ("radio", "checkbox") and "value" not in given:
            control.value = "on"
        if tag != "input":
            self._open = control
        if self._disabled or "disabled" in given or kind in ("button", "reset"):
            return
        if "form" in given:
            self._elsewhere.append((given["form"], control))
        elif self._form is not None:
            self._form.controls.append(control)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "fieldset" and self._disabled:
            self._disabled -= 1
        elif tag in ("select", "textarea", "button"):
            if self._open is not None and tag == "textarea":
                self._open.value = self._open.value.removeprefix("\n")
            elif self._open is not None and tag == "button":
                self._open.label = " ".join(self._open.label.split())
            self._open = None
        elif tag == "option":
            self._option = None

    def handle_data(self, data: str) -> None:
        if self._open is None:
            return
        if self._open.kind == "textarea":
            self._open.value += data
        elif self._open.kind == "select":
            if self._option is not None and self._open.options:
                self._option += data
                self._open.options[-1] = (" ".join(self._option.split()), self._open.options[-1][1])
        else:
            self._open.label += data


def forms_of(page: str) -> list[PageForm]:
    """Every form of this page, as they stand in it."""
    reader = _Reader()
    reader.feed(NEWLINE.sub("\n", page))  # as a browser reads it
    reader.close()
    return reader.forms


def form_of(page: str, action: str = "", *, button: str = "") -> PageForm:
    """The form that posts: to this action (the page's own where none is named), with this button."""
    posting = [form for form in forms_of(page) if form.method == "post"]
    found = [form for form in posting if form.action == action or (button and not action)]
    if button:
        found = [form for form in found if any(button in (b.label, b.name, b.value) for b in form.buttons)]
    assert found, f"no form posts to {action!r} {button}: {[form.action for form in posting]}"
    return found[0]


def fields_of(page: str, action: str = "") -> dict[str, list[Any]]:
    """What a form of this page would send; the main one, or the one with this action."""
    return form_of(page, action).fields()


def token_in(page: str) -> str:
    """The token of the first form of this page that posts."""
    found = [form for form in forms_of(page) if form.method == "post" and form.named("csrf_token")]
    assert found, "this page holds no form"
    return found[0].named("csrf_token")[0].value


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
    fields = {name: [_written(value) for value in _listed(values)] for name, values in sent.items()}
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
    form = form_of(_page(client, address), action, button=press)
    return submit(client, address, form, form.filled(typed), press=press, **request)


def again(
    client: FlaskClient, answer: TestResponse, typed: Mapping[str, Any], action: str = ""
) -> TestResponse:
    """Fill and send the form of a page that was answered, as where something was refused."""
    form = form_of(answer.text, action)
    return submit(client, answer.request.path, form, form.filled(typed))


def forge(
    client: FlaskClient,
    address: str,
    altered: Mapping[str, Any],
    action: str = "",
    *,
    typed: Mapping[str, Any] | None = None,
    to: str = "",
    **request: Any,
) -> TestResponse:
    """Send the page's form with fields changed as no browser would; None leaves one out. `to`: elsewhere."""
    form = form_of(_page(client, address), action)
    sent = {**form.filled(typed or {}), **{name: _listed(value) for name, value in altered.items()}}
    if to:
        form.action = to
    return submit(client, address, form, sent, **request)


def post_bare(
    client: FlaskClient, address: str, sent: Mapping[str, Any] | None = None, **request: Any
) -> TestResponse:
    """What a stranger sends who has seen no form: for addresses that show this person none."""
    return client.post(address, data=sent, **request)


def _page(client: FlaskClient, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, f"{address}: {page.status_code}"
    return page.text


def _listed(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, list) else [given]


def _written(value: Any) -> Any:
    """Browsers send every end of a line as CR LF."""
    return NEWLINE.sub("\r\n", value) if isinstance(value, str) else value


def _name_of(file: Any) -> str:
    return str(file[1] if isinstance(file, tuple) else file.filename)
