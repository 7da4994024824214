"""What pages are made of: nothing that the content policy refuses, colours that can be read, files as published."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from app.dashboards.places import PLACES
from tests.architecture.sources import ROOT

STATIC = ROOT / "app" / "static"
MAILS = ROOT / "templates" / "mail"  # read by other programs, to which no sheet of ours is sent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if MAILS not in path.parents)
SHEETS = sorted((STATIC / "css").glob("*.css"))
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text
COLOUR = re.compile(r":[^;{}]*#[0-9a-f]{3,6}\b")
SEEN = 3.0  # WCAG 2.2, 1.4.11: contrast of what marks a field
TEXT_ON_GROUND = (
    ("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("accent", "paper"),
    ("accent", "accent-soft"), ("late", "late-soft"), ("soon", "soon-soft"), ("done", "done-soft"),
    ("wait-ink", "wait"), ("late", "card"), ("on-accent", "accent"), ("on-late", "late"), ("ink", "soon-soft"),
    ("soft", "wait"), ("accent-deep", "accent-soft"), ("on-accent", "accent-deep"), ("card", "ink"), ("soon", "paper"),
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_their_ground(scheme: str) -> None:
    colours = _palette(scheme)
    weak = {
        f"{text} on {ground}": round(_contrast(colours[text], colours[ground]), 2)
        for text, ground in TEXT_ON_GROUND
        if _contrast(colours[text], colours[ground]) < READABLE
    }
    assert weak == {}
    assert _contrast(colours["edge"], colours["card"]) >= SEEN
    assert _contrast(colours["tick"], colours["card"]) >= SEEN


def test_colours_stand_in_one_sheet_and_all_have_their_like_in_the_dark() -> None:
    others = [path.name for path in SHEETS if path.stem not in ("colours", "print")]
    assert [name for name in others if COLOUR.search((STATIC / "css" / name).read_text("utf-8"))] == []
    assert set(re.findall(r"--([a-z-]+):\s*#", _sheet("dark"))) == set(
        re.findall(r"--([a-z-]+):\s*#", _sheet("light"))
    )


def test_each_icon_that_is_named_is_in_the_sprite_and_none_is_there_for_nothing() -> None:
    drawn = re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text("utf-8"))
    named = {place.icon for place in PLACES} | {"bell"}
    for path in TEMPLATES:
        named |= set(re.findall(r'\bicon\("([a-z-]+)"', path.read_text("utf-8")))
    assert sorted(named) == drawn


def _sheet(scheme: str) -> str:
    light, dark = (STATIC / "css" / "colours.css").read_text("utf-8").split("prefers-color-scheme:dark")
    return light if scheme == "light" else dark


def _palette(scheme: str) -> dict[str, str]:
    found = dict(re.findall(r"--([a-z-]+):\s*#([0-9a-f]{3,6})\b", _sheet(scheme)))
    return {name: hex_ if len(hex_) == 6 else "".join(c * 2 for c in hex_) for name, hex_ in found.items()}


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
