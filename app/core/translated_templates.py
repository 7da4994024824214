"""Each template is compiled once for each language, with the words of that language in it: a page looks none up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import BaseLoader, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from app.core.language import LANGUAGES, catalogue, current_language, in_language

SEPARATOR = ":"  # between the language and the name of a file


class TranslatedEnvironment(Environment):
    """Loads `core/page.html` as `sq:core/page.html`, whoever asks: a view, or a template that extends it."""

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template in the language in force. Raises TemplateNotFound."""
        if isinstance(name, Template):
            return name
        return super().get_template(f"{current_language()}{SEPARATOR}{name}", parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template sees: the one mapping, where a template has nothing of its own.

        Jinja would lay an empty one over it for each template, and whoever imports a template compares all their names.
        """
        return self.globals if not d else super().make_globals(d)


class ByLanguage(BaseLoader):
    """Loads the file of a name with a language before it, and has it compiled in that language."""

    def __init__(self, files: BaseLoader) -> None:
        self.files = files

    def get_source(
        self, environment: Any, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of the file. Raises TemplateNotFound."""
        return self.files.get_source(environment, template.partition(SEPARATOR)[2])

    def list_templates(self) -> list[str]:
        """Each file in each language."""
        return [
            f"{language}{SEPARATOR}{name}" for name in self.files.list_templates() for language in LANGUAGES
        ]

    def load(self, environment: Any, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        """The compiled template; what Jinja works out from constants while it compiles is in the same language."""
        with in_language(name.partition(SEPARATOR)[0]):
            return super().load(environment, name, globals)


class WordsOfCatalogue(Extension):
    """Writes `_("Sign out")` as the words themselves: trusted, as those of the i18n extension are."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, with what `_` is given translated."""
        language, separator, name = (stream.name or "").partition(SEPARATOR)
        if not separator:
            yield from stream
            return
        escapes = self.environment.autoescape
        trusted = escapes(name) if callable(escapes) else escapes
        for token in stream:
            if not (token.test("name:_") and stream.current.type == "lparen"):
                yield token
                continue
            opening = next(stream)
            if stream.current.type != "string":
                yield from (token, opening)
                continue
            found = catalogue(language).ugettext(next(stream).value)
            if stream.current.type == "rparen":
                yield from _alone(opening, found % {} if "%" in found else found, trusted=trusted)
            else:  # something is put into the words when they are read
                yield from (Token(token.lineno, "name", "filled"), opening, _string(opening, found))


def _alone(opening: Token, words: str, *, trusted: bool) -> Iterator[Token]:
    """`("Dilni"|safe`, which Jinja works out while it compiles."""
    yield from (opening, _string(opening, words))
    if trusted:
        yield from (Token(opening.lineno, "pipe", "|"), Token(opening.lineno, "name", "safe"))


def _string(at: Token, words: str) -> Token:
    return Token(at.lineno, "string", words)
