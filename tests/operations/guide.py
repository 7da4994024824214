"""docs/operations.md, done as it says: its commands are read from it and run, with places of a test for its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config import ROOT

GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")
BLOCK = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)
NOT_SERVED = shutil.ignore_patterns(".*", "tests", "instance", "bench", "docs", "test-results", "backup")
ENVIRONMENT, PROJECT = "/etc/tryeza.env", "/srv/tryeza"


def block(begins: str) -> str:
    """An indented block of the guide, by how it begins."""
    [found] = [text for text in BLOCK.findall(GUIDE) if text.strip().startswith(begins)]
    return re.sub(r"^    ", "", found, flags=re.MULTILINE).strip() + "\n"


def line(begins: str) -> str:
    """A line of the guide's blocks, by how it begins; the same wherever it stands."""
    lines = {found.strip() for text in BLOCK.findall(GUIDE) for found in text.splitlines()}
    [found] = [each for each in lines if each.startswith(begins)]
    return found.partition("    #")[0].rstrip()


def inline(begins: str) -> str:
    """A command within a sentence of the guide, by how it begins."""
    [found] = re.findall(rf"`({re.escape(begins)}[^`]*)`", GUIDE)
    return str(found)


@dataclass
class Installation:
    """Tryeza where the guide puts it, beneath a folder of the test."""

    root: Path
    places: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)  # what the machine gives to every command

    def __post_init__(self) -> None:
        """Put the project there, with what is installed already."""
        shutil.copytree(ROOT, self.project, ignore=NOT_SERVED)
        for name in (".venv", ".tools"):
            if (ROOT / name).exists():
                (self.project / name).symlink_to((ROOT / name).resolve())
        for name in ("pyproject.toml", "uv.lock"):
            os.utime(self.project / name, (0, 0))  # make finds nothing to install
        self.bare = {k: v for k, v in os.environ.items() if not k.startswith(("TRYEZA_", "FLASK_", "MAKE"))}
        if self.bare.pop("PYTHONDONTWRITEBYTECODE", ""):  # a server keeps it: each command would compile all
            self.bare["PYTHONPYCACHEPREFIX"] = str(self.root / "bytecode")
        self.places = {
            PROJECT: str(self.project),
            ENVIRONMENT: str(self.environment_file),
            "--group tryeza": f"--group {os.getgid()}",
            **self.places,
        }

    @property
    def project(self) -> Path:
        """Where the project lies."""
        return self.root / "srv" / "tryeza"

    @property
    def instance(self) -> Path:
        """Where it keeps what is its own."""
        return self.project / "instance"

    @property
    def database(self) -> Path:
        """The database, where none is named."""
        return self.instance / "tryeza.db"

    @property
    def environment_file(self) -> Path:
        """Where its settings stand."""
        return self.root / "tryeza.env"

    def here(self, text: str) -> str:
        """The same with the places of the test."""
        for before, after in self.places.items():
            text = text.replace(before, after)
        return text

    def set(self, **settings: object) -> None:
        """Add lines to the environment file: where the test's own servers are."""
        with self.environment_file.open("a") as file:
            file.writelines(f"{name}={value}\n" for name, value in settings.items())

    def with_settings(self, command: str) -> list[str]:
        """The command in a new shell, to which the settings are given as the guide says."""
        return ["sh", "-euc", f"{self.here(line('set -a;'))}\n{self.here(command)}"]

    def environment(self) -> dict[str, str]:
        """What the processes are given."""
        shown = subprocess.run(
            self.with_settings("env --null"), env=self.bare, capture_output=True, text=True, check=True
        )
        return dict(each.split("=", 1) for each in shown.stdout.split("\0") if each)

    def run(self, commands: str, *, typed: str = "", **environment: str) -> str:
        """Run these lines of the guide; what they say. Raises AssertionError where one of them fails."""
        done = subprocess.run(
            ["sh", "-euc", self.here(commands)],
            cwd=self.project,
            env={**self.bare, **environment},
            input=typed,
            capture_output=True,
            text=True,
            start_new_session=True,  # what asks for a password reads it from here, and from no terminal
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def run_with_settings(self, commands: str, **environment: str) -> str:
        """The same in a new shell to which the settings were given."""
        return self.run(f"{line('set -a;')}\n{commands}", **environment)


def missing_programs(*names: str) -> list[str]:
    """Which of these the machine does not have."""
    return [name for name in names if program(name) is None]


def program(name: str) -> str | None:
    """Where a program is; those of the system are not on everybody's path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def options_of(unit: str) -> Mapping[str, str]:
    """What a unit of systemd says, by name."""
    return dict(re.findall(r"^(\w+)=(.*)$", block(f"# /etc/systemd/system/{unit}"), re.MULTILINE))
