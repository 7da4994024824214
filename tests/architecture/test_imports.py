"""Who may import whom: the contracts of pyproject.toml, and what their words cannot say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("app", "workflows", include_external_packages=True, cache_dir=None)


def test_the_contracts_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_workflows_import_the_standard_library_and_only_their_engine_transitions(
    graph: grimp.ImportGraph,
) -> None:
    imported = {
        (name, module)
        for module in graph.modules
        if module.split(".")[0] == "workflows"
        for name in graph.find_modules_directly_imported_by(module)
        if name.split(".")[0] != "workflows" and name not in sys.stdlib_module_names
    }
    assert imported == {("transitions", "workflows.engine")}


def test_the_state_machine_library_is_met_in_one_place(graph: grimp.ImportGraph) -> None:
    assert graph.find_modules_that_directly_import("transitions") == {"workflows.engine"}
