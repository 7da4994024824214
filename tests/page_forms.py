"""Forms as they stand in a page: their fields, what these hold and offer, and their buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any

BUTTONS = {"submit", "image"}
NEWLINE = re.compile(r"\r\n|\r|\n")
ATTRIBUTES = r"""((?:[^>"']|"[^"]*"|'[^']*')*)"""
# the tags that make a form; to parse the whole of a page takes as long as to make it
TAG = re.compile(rf"<(/?)(form|fieldset|option|input|select|textarea|button)\b{ATTRIBUTES}>")
ATTRIBUTE = re.compile(r"""([^\s="'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")
ANY_TAG = re.compile(rf"</?[a-zA-Z]{ATTRIBUTES}>")


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
    attributes: dict[str, str] = field(default_factory=dict)
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
            assert not all(control.kind == "hidden" for control in controls), (
                f"{name!r} is hidden: only forged"
            )
            values = listed(given)
            if all(control.is_choice for control in controls):
                offered = {value for control in controls for value in control.offered()}
                assert set(values) <= offered, f"{name!r} offers {sorted(offered)}, not {values}"
            sent[name] = values
        return {name: values for name, values in sent.items() if values}


class _Reader:
    """Reads the forms of a page, with the controls that name one by `form`."""

    def __init__(self) -> None:
        self.forms: list[PageForm] = []
        self._by_id: dict[str, PageForm] = {}
        self._elsewhere: list[tuple[str, Control]] = []
        self._form: PageForm | None = None
        self._open: Control | None = None
        self._option: str | None = None
        self._disabled = 0

    def read(self, page: str) -> None:
        """All of them, in the order of the page."""
        end = 0
        for found in TAG.finditer(page):
            closing, tag, attributes = found.groups()
            if self._open is not None:
                self._text(unescape(ANY_TAG.sub("", page[end : found.start()])))
            end = found.end()
            if closing:
                self._end(tag)
            else:
                self._start(tag, _attributes_in(attributes))
        for form_id, control in self._elsewhere:
            if form_id in self._by_id:
                self._by_id[form_id].controls.append(control)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            method = given.get("method", "get").lower()
            self._form = PageForm(given.get("action", ""), method, given.get("enctype", ""), given)
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

    def _end(self, tag: str) -> None:
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

    def _text(self, data: str) -> None:
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


def _attributes_in(text: str) -> dict[str, str]:
    return {name.lower(): unescape("".join(values)) for name, *values in ATTRIBUTE.findall(text)}


def forms_of(page: str) -> list[PageForm]:
    """Every form of this page, as they stand in it."""
    reader = _Reader()
    reader.read(NEWLINE.sub("\n", page))  # as a browser does
    return reader.forms


def form_of(page: str, action: str = "", *, button: str = "", own: str = "") -> PageForm:
    """The form that posts: to this action (the page's own where none is named, with its address), with this button."""
    posting = [form for form in forms_of(page) if form.method == "post"]
    wanted = {action} if action else {"", own}
    found = [
        form
        for form in posting
        if {form.action, form.action.partition("?")[0]} & wanted or (button and not action)
    ]
    if button:
        found = [form for form in found if any(button in (b.label, b.name, b.value) for b in form.buttons)]
    assert found, f"no form posts to {action!r} {button}: {[form.action for form in posting]}"
    return found[0]


def fields_of(page: str, action: str = "") -> dict[str, list[Any]]:
    """What a form of this page would send; the main one, or the one with this action."""
    return form_of(page, action).fields()


@lru_cache(maxsize=32)
def token_in(page: str) -> str:
    """The token of the first form of this page that posts."""
    found = [form for form in forms_of(page) if form.method == "post" and form.named("csrf_token")]
    assert found, "this page holds no form"
    return found[0].named("csrf_token")[0].value


def listed(given: Any) -> list[Any]:
    """The values of a field, of which None is none."""
    if given is None:
        return []
    return list(given) if isinstance(given, list) else [given]
