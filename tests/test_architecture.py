"""The house keeps its shape: small files and functions, full tables, a map that is true."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "speccnn"
CASES = ROOT / "tests" / "cases"
TESTS = [path for path in ROOT.glob("tests/**/*.py") if CASES not in path.parents]
MODULES = sorted([*PACKAGE.rglob("*.py"), *TESTS])
TEMPLATES = sorted(PACKAGE.rglob("*.jinja"))

FILE_LIMIT, FUNCTION_LIMIT, TEMPLATE_LIMIT = 400, 40, 80


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= FILE_LIMIT
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and "tests" not in path.parts:
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < FUNCTION_LIMIT, node.name


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_are_short_and_say_what_they_take(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= TEMPLATE_LIMIT
    assert lines[0].startswith("{#")


def test_the_map_shows_every_package_and_module_at_the_top() -> None:
    tree = ROOT.joinpath("ARCHITECTURE.md").read_text("utf-8").split("```")[3]
    shown = set(re.findall(r"[├└]── (\w+(?:\.py|/))", tree))
    folders = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    files = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py", "__main__.py"}
    inner = {f"{path.parent.name}/" for path in PACKAGE.glob("backends/*/__init__.py")}
    assert shown == folders | files | inner


def test_nothing_prints_or_writes_outside_the_command_line() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name in {"cli", "tf"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            named = getattr(called, "id", getattr(called, "attr", ""))
            assert named not in {"print", "open", "write_text", "write_bytes"}, name(path)


def test_the_public_names_are_these() -> None:
    import speccnn  # noqa: PLC0415  loaded lazily, so at the last moment

    assert speccnn.__all__ == [
        "Checked",
        "Diagnostic",
        "Source",
        "SpecError",
        "__version__",
        "check",
        "diagnose",
        "emit",
    ]
    for public in speccnn.__all__:
        assert getattr(speccnn, public) is not None
