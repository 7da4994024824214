"""What people who join read at the top of the project is true: the version, and the commands to type."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT

PROGRAMS = Path(sys.executable).parent
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
COMMANDS = [
    command
    for block in BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    for line in block.splitlines()
    if (command := line.split("#")[0].strip())
]


def test_the_version_is_the_topmost_of_the_changelog() -> None:
    version = _toml("pyproject.toml")["project"]["version"]
    versions = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == version
    assert len(versions) == len(set(versions))
    locked = [package["version"] for package in _toml("uv.lock")["package"] if package["name"] == "tryeza"]
    assert locked == [version]


def test_the_guide_for_contributors_says_what_to_type() -> None:
    assert {command.split()[0] for command in COMMANDS} >= {"make", ".venv/bin/pytest", ".venv/bin/flask"}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_for_contributors_names_what_is_there(command: str) -> None:
    program, *arguments = command.split()
    if program == "make":
        assert set(arguments) <= TARGETS
    elif program.startswith(".venv/bin/"):
        assert (PROGRAMS / Path(program).name).exists()
        missing = [name for name in arguments if "/" in name and not (ROOT / name.split("::")[0]).exists()]
        assert missing == []
    else:
        assert program == "export"


def test_the_licence_is_the_one_that_the_package_names() -> None:
    project = _toml("pyproject.toml")["project"]
    assert project["license-files"] == ["LICENSE"]
    assert (ROOT / "LICENSE").read_text("utf-8").startswith(f"{project['license']} License\n")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text("utf-8"))
