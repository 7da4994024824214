"""The units of docs/operations.md, as they stand there, are ones that systemd takes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import IN_CI
from tests.operations.guide import block, missing_programs

UNITS = ("tryeza.service", "tryeza-worker.service")
PROGRAMS = {  # what an installation has there, and this machine has not
    "/srv/tryeza/.venv/bin/gunicorn": "gunicorn",
    "/srv/tryeza/.venv/bin/flask": "flask",
}


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """A folder with the units, whose programs are there."""
    if missing := missing_programs("systemd-analyze"):
        assert not IN_CI, f"CI needs {missing} (.ci/run)"
        pytest.skip("no systemd-analyze (Debian: apt-get install systemd)")
    for program in PROGRAMS.values():
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    for name in UNITS:
        text = block(f"# /etc/systemd/system/{name}")
        for place, program in PROGRAMS.items():
            text = text.replace(place, str(tmp_path / program))
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def verified(unit: Path) -> str:
    """What systemd has to say of a unit: nothing of one that is sound."""
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True)
    return "\n".join(line for line in done.stderr.splitlines() if unit.name in line)


@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_the_units_of_the_guide(units: Path, name: str) -> None:
    assert verified(units / name) == ""


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [("Restart=always", "Restart=allways"), ("UMask=", "Umask="), ("[Service]", "[Servise]")],
)
def test_a_slip_of_the_pen_in_a_unit_is_found(units: Path, sound: str, wrong: str) -> None:
    text = (units / UNITS[0]).read_text("utf-8")
    assert sound in text
    (units / UNITS[0]).write_text(text.replace(sound, wrong), "utf-8")
    assert verified(units / UNITS[0])
