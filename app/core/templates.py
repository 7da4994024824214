"""What templates compile to is kept on disk, and the addresses in a page are built once."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, request, url_for
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from markupsafe import Markup

from app.core.language import catalogue_mark
from app.core.translated_templates import ByLanguage, TranslatedEnvironment, WordsOfCatalogue


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps what can be kept: on a full disk, or in no folder, pages are compiled and shown as ever."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read one compiled template, where there is one."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write one compiled template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def init_templates(app: Flask, folder: Path) -> None:
    """Compile each template for each language, and keep that in this folder: the next start needs not do it again.

    Jinja looks at a template's own text before it takes what was kept. A newer Jinja and other words compile the same
    text to something else, so both stand in the names of the files.
    """
    app.jinja_environment = TranslatedEnvironment
    pages = app.jinja_env
    assert pages.loader is not None
    pages.loader = ByLanguage(pages.loader)
    pages.add_extension(WordsOfCatalogue)
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pages.bytecode_cache = CompiledTemplates(str(folder), f"{version('jinja2')}-{catalogue_mark()}-%s.cache")


KEPT = 4096


def init_links(app: Flask) -> None:
    """Give templates a `url_for` that remembers, and the address of the page that they make."""
    app.jinja_env.globals["url_for"] = address
    app.jinja_env.globals["page_address"] = page_address
    app.jinja_env.globals.update(sheets=sheets, scripts=scripts, icon=icon)


def address(endpoint: str, **values: Any) -> str:
    """As Flask's `url_for`; of endpoints by their whole names."""
    return _built(request.script_root, endpoint, tuple(values.items()))


# Without it a list makes 16 % more function calls, the page of a concern 13 %.
@lru_cache(maxsize=KEPT)
def _built(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def sheets(*names: str) -> Markup:
    """The links to style sheets of ours: every page has the same nine, one by one they are 350 calls."""
    return _links(request.script_root, '<link rel="stylesheet" href="{}">', "css/{}.css", names)


def scripts(*names: str) -> Markup:
    """The elements that load scripts of ours."""
    return _links(request.script_root, '<script src="{}" type="module"></script>', "js/{}.js", names)


@lru_cache(maxsize=KEPT)
def _links(_root: str, element: str, file: str, names: tuple[str, ...]) -> Markup:
    made = (Markup(element).format(url_for("static", filename=file.format(name))) for name in names)  # noqa: S704
    return Markup("\n  ").join(made)


ICON = Markup('<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>')


def icon(name: str, kind: str = "") -> Markup:
    """An icon of app/static/icons.svg. It stands beside a word, which is what is read out."""
    return _drawn(request.script_root, name, f" {kind}" if kind else "")


@lru_cache(maxsize=KEPT)
def _drawn(_root: str, name: str, kind: str) -> Markup:
    return ICON.format(kind, url_for("static", filename="icons.svg"), name)


def page_address() -> str:
    """Where this page is looked at again: itself, or where only a form is sent to, the nearest address above."""
    if request.method in ("GET", "HEAD") and request.url_rule is not None:
        return _as_sent(request.path, request.query_string)
    addresses = current_app.create_url_adapter(request)
    assert addresses is not None
    path = request.path
    while path and not addresses.test(path, "GET"):
        path = path.rpartition("/")[0]
    return _as_sent(path or "/", request.query_string if path == request.path else b"")


def _as_sent(path: str, query: bytes) -> str:
    """An address in which no character of its path is read as anything else: a header takes no new line."""
    return quote(path) + (f"?{query.decode(errors='replace')}" if query else "")
