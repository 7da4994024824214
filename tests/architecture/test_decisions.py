"""Every decision has a number of its own, and stands in the list."""

from __future__ import annotations

import re
from collections import Counter

from tests.architecture.sources import ROOT

ADR = ROOT / "docs" / "adr"
DECISIONS = sorted(path for path in ADR.glob("*.md") if path.name != "README.md")
LISTED = re.compile(r"^- \[(?P<title>.+)\]\((?P<file>[^)]+)\)$", re.MULTILINE)


def test_no_two_decisions_share_a_number() -> None:
    numbers = Counter(path.name[:4] for path in DECISIONS)
    assert DECISIONS and all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name) for path in DECISIONS)
    assert [number for number, times in numbers.items() if times > 1] == []


def test_every_decision_stands_in_the_list_once() -> None:
    listed = Counter(entry["file"] for entry in LISTED.finditer((ADR / "README.md").read_text("utf-8")))
    assert listed == Counter(path.name for path in DECISIONS)
