"""`make bench`: fills a small and a large installation, and measures their pages beside the floor in the same run."""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BIN = Path(sys.executable).parent
SIZES = (1_000, 100_000)
TARGETS = ("floor", "group", "coordinator")
LIMITS = {"list": 3.0, "filtered": 3.0, "desk": 3.0, "item": 4.0}
GROWTH = 1.3
NAMES = {"list": "list", "filtered": "filtered list", "item": "concern page", "desk": "coordinator's desk"}


def prepare(folder: Path, size: int) -> float:
    """Fill the floor and the project with `size` concerns; seconds that the project took, 0 if it was there."""
    floor = folder / f"floor-{size}.db"
    (folder / "data").mkdir(exist_ok=True)
    floor = folder / "data" / floor.name
    if not floor.exists():
        subprocess.run([sys.executable, "floor.py", "seed", floor, str(size)], cwd=HERE, check=True)
    instance = folder / f"tryeza-{size}"
    env = {
        **os.environ,
        "TRYEZA_INSTANCE": str(instance),
        "TRYEZA_DEMO": "on",
        "TRYEZA_TLS": "off",
        "FLASK_APP": "wsgi.py",
    }
    took = 0.0
    if not instance.exists():
        instance.mkdir()
        subprocess.run([BIN / "flask", "db", "upgrade"], cwd=ROOT, env=env, check=True, capture_output=True)
        began = time.perf_counter()
        subprocess.run(
            [BIN / "flask", "demo", "--concerns", str(size)],
            cwd=ROOT,
            env=env,
            check=True,
            capture_output=True,
        )
        took = time.perf_counter() - began
    with sqlite3.connect(instance / "tryeza.db") as con:
        rows = con.execute(
            "SELECT public_id FROM concern WHERE stage NOT IN ('draft', 'discarded')"
        ).fetchall()
    sample = random.Random(size).sample(rows, min(1000, len(rows)))
    (folder / f"concerns-{size}.txt").write_text("\n".join(r[0] for r in sample))
    return took


def measure(folder: Path, size: int, rounds: int) -> dict[str, dict[str, float]]:
    """p50 in ms by request and connections, for the floor and the project."""
    out = folder / f"out-{size}.json"
    subprocess.run(
        [
            sys.executable,
            HERE / "load.py",
            *(HERE / "targets" / f"{name}.json" for name in TARGETS),
            "--rounds",
            str(rounds),
            "--json",
            out,
            "--var",
            f"N={size}",
            f"PEERS={folder}",
            f"BIN={BIN}",
            f"ROOT={ROOT}",
        ],
        check=True,
    )
    targets = json.loads(out.read_text())["targets"]
    found = {"floor": {k: c["p50"] for k, c in targets["floor"]["cells"].items()}, "tryeza": {}}
    for name in TARGETS[1:]:
        found["tryeza"].update({k: c["p50"] for k, c in targets[name]["cells"].items()})
    return found


def table(found: dict[int, dict[str, dict[str, float]]]) -> tuple[str, bool]:
    """The measured table in Markdown, and whether every target is met."""
    lines = [
        "| page | connections | concerns | floor p50 ms | Tryeza p50 ms | ratio | at most | growth | at most |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    met = True
    for request, most in LIMITS.items():
        for connections in (1, 8):
            cell = f"{request} {connections}"
            small = found[SIZES[0]]["tryeza"][cell]
            for size in found:
                floor, ours = found[size]["floor"][cell], found[size]["tryeza"][cell]
                growth = ours / small
                met &= ours / floor <= most and growth <= GROWTH
                lines.append(
                    f"| {NAMES[request]} | {connections} | {size:,} | {floor:.1f} | {ours:.1f} | {ours / floor:.1f} "
                    f"| {most:.0f} | {growth:.2f} | {GROWTH} |"
                )
    return "\n".join(lines), met


def main() -> int:
    """Fill, measure, print; 1 if a target is missed."""
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--folder", type=Path, default=ROOT / "instance" / "bench")
    a.add_argument("--rounds", type=int, default=3)
    args = a.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for size in SIZES:
        took = prepare(args.folder, size)
        if took:
            print(f"{size:,} concerns filled in {took:.0f} s")
        found[size] = measure(args.folder, size, args.rounds)
    text, met = table(found)
    print(text)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
