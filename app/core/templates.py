"""How templates are compiled: once for each language, with its words in them, and without markup made of each value."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache, Template, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]  # what `escape` begins with
from markupsafe import escape

from app.core.language import CATALOGUES, current_language, translate


class Escaping(CodeGenerator):
    """Escapes what it writes, as ever; but a string stays one: making markup of it takes ten times as long."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)


class Spoken(NodeTransformer):
    """Writes words that take no values into the template, in the language in force."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """`_("Sign out")` becomes text."""
        self.generic_visit(node)
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(msgid))], kwargs=[]):
                found = translate(msgid)
                return nodes.TemplateData(found % {} if "%" in found else found, lineno=node.lineno)
        return node


class Pages(Environment):
    """Flask's environment, of which there is one for each language."""

    code_generator_class = Escaping
    language: str | None = None
    compiled: Path | None = None  # the folder where compiled templates are kept, where one is
    spoken: dict[str, Pages]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.spoken = {}

    @staticmethod
    def escaped(value: Any) -> str:
        """What a template writes: markup as it is, all else escaped."""
        return escape_text(value) if type(value) is str else escape(value)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary: a chain of them is searched anew for each import of a page."""
        return {**self.globals, **(d or {})}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        if self.language is None:
            return self._in(current_language())._load_template(name, globals)
        return super()._load_template(name, globals)

    def _in(self, language: str) -> Pages:
        if language not in self.spoken:
            one = self.overlay(bytecode_cache=_kept(self.compiled, language) if self.compiled else None)
            one.language = language
            self.spoken[language] = one
        return self.spoken[language]

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        if self.language is not None:
            source = Spoken().visit(source)
        return super()._generate(source, *args, **options)


def keep_compiled(app: Flask, folder: Path) -> None:
    """Keep what templates are compiled to in this folder, so that the next start needs not do it again."""
    pages = app.jinja_env
    assert isinstance(pages, Pages)
    pages.compiled = folder


class _Compiled(FileSystemBytecodeCache):
    """Keeps what there is room for: on a full disk pages are compiled and shown as ever."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write one compiled template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _kept(folder: Path, language: str) -> FileSystemBytecodeCache:
    """Compiled templates of one language: a file holds words of its catalogue, so its name says which catalogue."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _Compiled(str(folder), f"{language}-{_edition(language)}-%s.cache")


@cache
def _edition(language: str) -> str:
    """What else than its own text a compiled template comes of: the catalogue, and this module."""
    made_of = (CATALOGUES / language / "LC_MESSAGES" / "messages.mo", Path(__file__))
    found = (file.read_bytes() for file in made_of if file.exists())  # the source language has no catalogue
    return hashlib.sha256(b"".join(found)).hexdigest()[:16]
