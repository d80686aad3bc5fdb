"""The budgets and rules of the layout, measured on the tree as it is."""

import ast
import re
import statistics
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "config").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BANNED = {"utils", "helpers", "common", "manager", "base", "data", "info"}
DOUBLE = re.compile(r"\b(?:Magic|Async)?Mock\(|\bpatch(?:\.object)?\(|monkeypatch\.setattr|mocker\.patch")
UNDONE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK|NotImplemented" r"Error)\b|mark\.xf" r"ail")
HOST = re.compile(r"py" r"pi\.org|python" r"hosted|npm" r"js\.(?:org|com)|deb" r"ian\.org")
MACHINE = re.compile(r"(?<![\w.])/(?:wo" r"rk|fa" r"rm|ro" r"ot)/")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in SOURCE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def nine_in_ten(values: list[int]) -> int:
    return sorted(values)[int(len(values) * 0.9)]


def test_modules_are_short() -> None:
    sizes = [lines(path) for path in SOURCE]
    assert statistics.median(sizes) <= 100
    assert nine_in_ten(sizes) < 250
    assert max(sizes) <= 400


def test_functions_are_short_and_annotated() -> None:
    found = [(length(node), f"{path.name}:{node.name}") for path, node in functions()]
    sizes = [size for size, _ in found]
    assert statistics.median(sizes) <= 10
    assert nine_in_ten(sizes) < 30, sorted(found)[-5:]
    assert [f"{path.name}:{node.name}" for path, node in functions() if node.returns is None] == []


def test_tests_use_fakes_and_not_patches() -> None:
    doubles = sum(len(DOUBLE.findall(path.read_text(encoding="utf-8"))) for path in TESTS)
    assert 100 * doubles / sum(lines(path) for path in TESTS) <= 0.2


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in SOURCE if lines(path) and not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_every_public_function_and_class_says_its_rule() -> None:
    silent = []
    for path in SOURCE:
        if path.name in {"ports.py", "handlers.py", "store.py", "events.py"}:
            continue  # a port's method is explained where its name does not do it; stores and handlers follow ports
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{path.name}:{node.name}")  # type: ignore[attr-defined]
    assert silent == []


def test_no_module_is_a_drawer() -> None:
    drawers = [path for path in SOURCE if path.stem in BANNED and path.parent.name != "db"]
    assert drawers == []


def test_nothing_is_left_undone() -> None:
    undone = [path for path in tracked() if path.suffix == ".py" and UNDONE.search(path.read_text(errors="replace"))]
    assert undone == []


def test_no_file_names_a_registry_or_this_machine() -> None:
    texts = [path for path in tracked() if path.stat().st_size < 2_000_000]
    assert [path for path in texts if HOST.search(path.read_text(errors="replace"))] == []
    assert [path for path in texts if MACHINE.search(path.read_text(errors="replace"))] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt"])
def test_a_lock_pins_every_package_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^([A-Za-z0-9._\-\[\],]+)==", text, re.MULTILINE)
    assert len(pinned) > 10
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "://" not in text


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = [
        *project["project"]["dependencies"],
        *groups["demo"],
        *(one for one in groups["dev"] if isinstance(one, str)),
    ]
    names = {re.split(r"[\[<>=]", one)[0].lower() for one in wanted}
    rows = re.findall(
        r"^\| (.+?) \|", (ROOT / "docs/decisions/dependencies.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    told = {name.split()[0].lower() for row in rows for name in row.split(", ")}
    assert names - told == set()
    assert told - names - {"at", "in", "---"} == set()


def test_every_record_of_a_decision_ends_with_its_checks() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert records
    for record in records:
        checks = record.read_text(encoding="utf-8").partition("**Checks.**")[2]
        named = re.findall(r"`(tests/[^`]+)`", checks)
        assert named, f"{record.name} names no check"
        assert [path for path in named if not list(ROOT.glob(path.partition("::")[0]))] == []
