"""`make bench`: fills a small and a large installation, and measures their pages beside the floor in the same run."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.targets import FIRST_ANSWER_S, GROWTH, LIMITS, MEMORY, TARGETS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BIN = Path(sys.executable).parent
SIZES = (1_000, 100_000)
CONNECTIONS = (1, 8)


@dataclass(frozen=True)
class Installation:
    """Where the floor and Tryeza of one size and one kind of database keep their rows."""

    folder: Path
    size: int
    floor: str  # a file of SQLite, or an address
    database: str = ""  # empty: SQLite in the instance folder

    @property
    def instance(self) -> Path:
        """The instance folder."""
        return self.folder / f"tryeza-{self.size}"

    @property
    def env(self) -> dict[str, str]:
        """The settings of Tryeza."""
        return {
            **os.environ,
            "TRYEZA_INSTANCE": str(self.instance),
            "TRYEZA_DATABASE_URL": self.database,
            "TRYEZA_DEMO": "on",
            "TRYEZA_TLS": "off",
            "FLASK_APP": "wsgi.py",
        }

    def fill(self) -> float:
        """Fill both; seconds that Tryeza took, 0 if it was there."""
        if self.instance.exists():
            return 0.0
        subprocess.run([sys.executable, "floor.py", "seed", self.floor, str(self.size)], cwd=HERE, check=True)
        self.instance.mkdir()
        self._run(BIN / "flask", "db", "upgrade")
        began = time.perf_counter()
        self._run(BIN / "flask", "demo", "--concerns", str(self.size))
        return time.perf_counter() - began

    def measure(self, rounds: int) -> dict[str, Any]:
        """What the harness found, by target."""
        for name, values in json.loads(self._run(sys.executable, "-m", "bench.addresses")).items():
            (self.folder / f"{name}-{self.size}.txt").write_text("\n".join(values))
        files = []
        for target in TARGETS:
            files.append(self.folder / f"{target['name']}.json")
            files[-1].write_text(json.dumps(target))
        out = self.folder / f"out-{self.size}.json"
        known = {
            "N": self.size,
            "PEERS": self.folder,
            "BIN": BIN,
            "ROOT": ROOT,
            "INSTANCE": self.instance,
            "DATABASE_URL": self.database,
            "FLOOR_DB": self.floor,
        }
        given = [f"{name}={value}" for name, value in known.items()]
        command = [sys.executable, HERE / "load.py", *files, "--rounds", str(rounds), "--json", out]
        subprocess.run([*command, "--var", *given], check=True)
        found: dict[str, Any] = json.loads(out.read_text())["targets"]
        return found

    def _run(self, *command: Any) -> str:
        done = subprocess.run(command, cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout


def lines(found: dict[int, dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    """The rows of the table in Markdown, each with whether its target is met."""
    small = found[min(found)]
    for (who, what), (of_the_floor, most) in LIMITS.items():
        for connections in CONNECTIONS:
            for size, targets in found.items():
                ours = targets[who]["cells"][f"{what} {connections}"]["p50"]
                floor = targets["floor"]["cells"][f"{of_the_floor} {connections}"]["p50"]
                growth = ours / small[who]["cells"][f"{what} {connections}"]["p50"]
                met = ours / floor <= most and growth <= GROWTH
                yield (
                    f"| {what}, {who} | {connections} | {size:,} | {floor:.1f} | {ours:.1f} | {ours / floor:.1f} "
                    f"| {most:g} | {growth:.2f} | {'' if met else 'missed'} |",
                    met,
                )
    for size, targets in found.items():
        first = targets["secretariat"]["start_s"]
        memory = [targets[name]["memory"]["pss_mb"] for name in ("floor", "secretariat")]
        yield (
            f"\n{size:,}: first answer after {first:.2f} s (at most {FIRST_ANSWER_S})",
            first <= FIRST_ANSWER_S,
        )
        times = memory[1] / memory[0]
        yield (
            f"\n{size:,}: memory {memory[1]} MB, {times:.1f} of the floor's (at most {MEMORY})",
            times <= MEMORY,
        )


HEAD = """| page, who | connections | concerns | floor p50 ms | Tryeza p50 ms | ratio | at most | growth | |
|---|---|---|---|---|---|---|---|---|"""


@contextmanager
def installations(kind: str, folder: Path, sizes: Sequence[int]) -> Iterator[list[Installation]]:
    """One of each size; PostgreSQL is started for the run, and so filled anew each time."""
    if kind == "sqlite":
        yield [Installation(folder, size, str(folder / f"floor-{size}.db")) for size in sizes]
        return
    from tests import postgresql

    cluster = postgresql.start()
    try:
        yield [
            Installation(
                folder, size, _made(cluster.url, f"floor_{size}"), _made(cluster.url, f"tryeza_{size}")
            )
            for size in sizes
        ]
    finally:
        cluster.stop()


def _made(server: str, name: str) -> str:
    from sqlalchemy import create_engine, make_url, text

    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def main() -> int:
    """Fill, measure, print; 1 if a target is missed."""
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--folder", type=Path, default=ROOT / "instance" / "bench")
    a.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    a.add_argument("--rounds", type=int, default=3)
    a.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, help="numbers of concerns, the smallest first"
    )
    args = a.parse_args()
    folder = args.folder / args.database
    if args.database == "postgresql":
        folder /= str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    with installations(args.database, folder, args.sizes) as both:
        for installation in both:
            if took := installation.fill():
                print(f"{installation.size:,} concerns filled in {took:.0f} s", flush=True)
            found[installation.size] = installation.measure(args.rounds)
    print(HEAD)
    met = True
    for line, held in lines(found):
        print(line)
        met &= held
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
