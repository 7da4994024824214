"""Rules of the house that can be read off the sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.architecture.sources import ROOT, modules, own_files, text_files

CODE = ("app/", "workflows/", "tests/", "bench/", "config.py", "wsgi.py")
LONGEST_FILE, LONGEST_TEST = 310, 400
TEXT_AND_TABLES = {"app/demo/stories.py"}  # what the invented concerns say
LONGEST_FUNCTION = 45
PRIVATE = re.compile(r"_[a-zA-Z]\w*$")
OUR_PACKAGES = {"app", "workflows", "tests", "bench", "config", "wsgi"}
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common)(_|$)")
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    long = {
        name: lines
        for name, lines in ((name, text.count("\n")) for name, text in text_files())
        if name.endswith((".py", ".html", ".js"))
        and "migrations/versions/" not in name
        and name not in TEXT_AND_TABLES
        and lines > (LONGEST_TEST if name.startswith("tests/") else LONGEST_FILE)
    }
    assert not long, _list(long)


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": lines
        for name, tree in modules(
            "app/", "workflows/", "config.py", "wsgi.py"
        )  # a journey is told in one piece
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long, _list(long)


def test_files_are_named_after_what_they_do() -> None:
    assert [str(path) for path in own_files() if path.suffix == ".py" and VAGUE.search(path.stem)] == []


def test_only_the_unit_of_work_commits() -> None:
    commits = _calls(("app/",), lambda called: called.endswith(".commit"))
    assert commits <= {"app/core/db.py"}


def test_only_one_module_asks_the_machine_for_the_time() -> None:
    wall = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
    assert _calls(("app/", "workflows/"), wall.__contains__) <= {"app/core/time.py"}


def test_no_private_part_of_a_library_is_used() -> None:
    """A name that begins with `_` and that nothing here defines is somebody else's, and goes without notice."""
    ours, used = {"_asdict"}, set()  # documented, of rows as of named tuples
    for name, tree in modules("app/", "workflows/", "tests/", "bench/", "config.py", "wsgi.py"):
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name=own) | ast.AsyncFunctionDef(name=own) | ast.ClassDef(name=own):
                    ours.add(own)
                case (
                    ast.Name(id=own, ctx=ast.Store())
                    | ast.Attribute(value=ast.Name(id="self" | "cls"), attr=own, ctx=ast.Store())
                ):
                    ours.add(own)
                case ast.Attribute(attr=attr):
                    used.add((attr, f"{name}:{node.lineno}"))
                case ast.ImportFrom(names=names, module=str(module)) if (
                    module.split(".")[0] not in OUR_PACKAGES
                ):
                    used |= {(each.name, f"{name}:{node.lineno}") for each in names}
    private = {f"{at}: {attr}" for attr, at in used if PRIVATE.match(attr) and attr not in ours}
    assert private == set()


def test_nothing_is_kept_for_each_person() -> None:
    """A cache by person grows with the people, and a changed name is another person to it (app/core/db.py)."""
    kept = {
        f"{name}: {function.name}"
        for name, tree in modules("app/")
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(re.match(r"(functools\.)?(lru_)?cache\b", ast.unparse(by)) for by in function.decorator_list)
        and any(
            argument.annotation and re.search(r"\b(Actor|Person|Case)\b", ast.unparse(argument.annotation))
            for argument in function.args.args
        )
    }
    assert kept == set()


def test_the_lock_file_names_public_hosts_only() -> None:
    addresses = re.findall(r'"((?:https?|file|git\+\w+)://[^"]*)"', (ROOT / "uv.lock").read_text())
    assert {urlsplit(address).hostname for address in addresses} == PUBLIC_HOSTS


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    """Neither a home folder, nor the folder in which this checkout or its owner lives."""
    here = [str(folder) for folder in (ROOT, Path.home()) if len(folder.parts) > 2 or folder.name == "root"]
    places = re.compile("|".join([r"(?<![\w.:/])(?:/home/\w|/Users/\w)", *(rf"(?<!\w){h}/" for h in here)]))
    found = {f"{name}: {match[0]}" for name, text in text_files() for match in places.finditer(text)}
    assert {line for line in found if not line.startswith("tests/architecture/")} == set()


def _list(long: dict[str, int]) -> str:
    return "".join(f"\n{lines} lines: {name}" for name, lines in sorted(long.items()))


def _calls(folders: tuple[str, ...], wanted: Callable[[str], bool]) -> set[str]:
    """Names of the files in which something is called whose dotted name is wanted."""
    return {
        name
        for name, tree in modules(*folders)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and wanted(ast.unparse(node.func))
    }
