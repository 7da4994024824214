"""What has a table of steps is moved by the driver alone, and features give themselves to the application in words."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import ROOT, modules, text_files

STATES = {"state", "stage", "state_since", "stage_since"}
# Rows that have no table of steps: where their state is written, and by which words.
OTHERS = {
    ("app/concerns/clocks.py", "clock.state"),
    ("app/notifications/delivery.py", "row.state"),
    ("app/notifications/digests.py", "notice.state"),
    ("app/notifications/service.py", "row.state"),
    ("app/accounts/rights/proposals.py", "row.state"),
    ("app/help/layout.py", "place.state"),  # of a picture
    ("app/notifications/service.py", "values(state=SendState.WAITING)"),
    ("app/demo/notices.py", "values(state=SendState.SENT)"),
}
DRIVER = ("app/process/run.py", "setattr(row, process.column, target)")


def test_the_driver_alone_writes_the_state_of_what_has_a_table_of_steps() -> None:
    found = {
        (name, said) for name, tree in modules("app/") for node in ast.walk(tree) for said in _writes(node)
    }
    by_driver = {DRIVER, ("app/process/run.py", "setattr(row, process.since, step.at)")}
    assert found - OTHERS == by_driver, "a state is written past the driver"
    assert found >= OTHERS, "what no more writes a state is left out of the list"


def _writes(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        flat = [each for target in targets for each in ast.walk(target)]
        return [ast.unparse(t) for t in flat if isinstance(t, ast.Attribute) and t.attr in STATES]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values":
        return [f"values({ast.unparse(k)})" for k in node.keywords if k.arg in STATES]
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr":
        name = node.args[1]
        named = isinstance(name, ast.Constant) and name.value in STATES
        return [ast.unparse(node)] if named or "process." in ast.unparse(node) else []
    if isinstance(node, ast.Dict):  # to be set one by one
        states = [v for k, v in zip(node.keys, node.values, strict=True) if k and _is_state(k)]
        return [f"{{'state': {ast.unparse(value)}}}" for value in states if "State." in ast.unparse(value)]
    return []


def _is_state(key: ast.expr) -> bool:
    return isinstance(key, ast.Constant) and key.value in STATES


def test_no_import_is_exempt_from_the_layers() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def test_nothing_is_imported_for_what_it_registers() -> None:
    wanted = re.compile(r"#\s*noqa:\s*F401")
    found = {name for name, text in text_files() if name.endswith(".py") and wanted.search(text)}
    assert found - {"tests/architecture/test_states.py"} == set()


def test_every_collector_of_a_module_is_registered_by_its_feature() -> None:
    kinds = {"StepEffects": "effects", "StepForms": "step_forms", "MailWriters": "mails"}
    for name, tree in modules("app/"):
        made = {
            ast.unparse(node.value.func)
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        } & set(kinds)
        if made:
            module = name.removesuffix(".py").replace("/", ".")
            init = ast.parse((ROOT / "app" / module.split(".")[1] / "__init__.py").read_text())
            named = {
                f"{node.module}.{alias.name}"
                for node in ast.walk(init)
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            assert module in named, f"{module} is not registered"
            assert all(f".{kinds[kind]}.register()" in ast.unparse(init) for kind in made), module
