"""What pages are made of: nothing that the content policy refuses, colours that can be read, files as published."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

STATIC = ROOT / "app" / "static"
MAILS = ROOT / "templates" / "mail"  # read by other programs, to which no sheet of ours is sent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if MAILS not in path.parents)
SHEETS = sorted((STATIC / "css").glob("*.css"))
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text
SEEN = 3.0  # WCAG 2.2, 1.4.11: contrast of what marks a field
TEXT_ON_GROUND = (
    ("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("accent", "paper"),
    ("accent", "accent-soft"), ("late", "late-soft"), ("soon", "soon-soft"), ("done", "done-soft"),
    ("wait-ink", "wait"), ("late", "card"), ("card", "accent"), ("ink", "soon-soft"), ("soft", "wait"),
)  # fmt: skip


def test_vendored_files_are_as_they_were_published() -> None:
    rows = [line.split() for line in (STATIC / "vendor" / "VERSIONS.txt").read_text("utf-8").splitlines()]
    named = {row[3]: row[4] for row in rows if len(row) == 5 and row[3].startswith(("vendor/", "fonts/"))}
    found = [
        *(STATIC / "vendor").rglob("*.js"),
        *(STATIC / "vendor").rglob("*.css"),
        *(STATIC / "fonts").glob("*.woff2"),
    ]
    sums = {str(path.relative_to(STATIC)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
    assert sums == named


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_nothing_that_the_content_policy_refuses(path: Path) -> None:
    text = path.read_text("utf-8")
    for what in (
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"<style\b",
        r"javascript:",
        r"<script\b(?![^>]*\bsrc=)",
    ):
        assert not re.search(what, text, re.IGNORECASE), what
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", text), "a request to elsewhere"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_stylesheets_ask_for_our_own_files_only(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "@import" not in text
    assert all((path.parent / url).is_file() for url in re.findall(r"url\(([^)]+)\)", text))


def test_each_script_stands_alone() -> None:
    """Addresses of scripts carry their version; an import from one script into another would not."""
    for path in (STATIC / "js").glob("*.js"):
        assert not re.search(r"^\s*(import|export)\b", path.read_text("utf-8"), re.MULTILINE), path.name


def test_words_can_be_read_on_their_ground() -> None:
    colours = _palette()
    weak = {
        f"{text} on {ground}": round(_contrast(colours[text], colours[ground]), 2)
        for text, ground in TEXT_ON_GROUND
        if _contrast(colours[text], colours[ground]) < READABLE
    }
    assert weak == {}
    assert _contrast(colours["edge"], colours["card"]) >= SEEN


def _palette() -> dict[str, str]:
    text = (STATIC / "css" / "base.css").read_text("utf-8")
    found = dict(re.findall(r"--([a-z-]+):\s*#([0-9a-f]{3,6})\b", text))
    return {name: hex_ if len(hex_) == 6 else "".join(c * 2 for c in hex_) for name, hex_ in found.items()}


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
