"""The house keeps its plan: no circle of imports, small files with names of their own, a page that shows the floors."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "reportgen").rglob("*.py"))

#: CONTRIBUTING.md: modules under 300 lines, functions under 40. Docstrings are not counted in functions.
MODULE_LINES = 300
FUNCTION_LINES = 40

#: When an import happens, earliest first. A later one is easier to live with, and a circle all the same.
TIMES = ("when the module is imported", "in a function", "under TYPE_CHECKING")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def module(file: Path) -> str:
    """Return the name of the module that a file is."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(node: ast.AST, when: str = TIMES[0]) -> Iterator[tuple[int, str]]:
    """Yield the line of each import below a node, and when it happens."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child.lineno, when
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from imports(child, TIMES[1])
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from imports(child, TIMES[2])
        else:
            yield from imports(child, when)


@cache
def imported() -> dict[str, dict[str, str]]:
    """Return the modules that each module imports, and when it first does."""
    graph = grimp.build_graph("reportgen", cache_dir=None)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for file in FILES:
        importer, times = module(file), dict(imports(tree(file)))
        for one in graph.find_modules_directly_imported_by(importer):
            details = graph.get_import_details(importer=importer, imported=one)
            found[importer][one] = min((times[each["line_number"]] for each in details), key=TIMES.index)
    return found


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return modules that import each other in turn, the first of them also last; none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_a_circle_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": {"b"}}
    assert set(circle(graph)) == {"b", "c", "d"}
    assert circle({"a": {"b", "c"}, "b": {"c"}}) == []


def test_when_imports_happen_is_read() -> None:
    source = "import a\nif TYPE_CHECKING:\n    import b\nclass C:\n    def f(self):\n        import c\n"
    assert dict(imports(ast.parse(source))) == {1: TIMES[0], 3: TIMES[2], 6: TIMES[1]}


@pytest.mark.slow
@pytest.mark.parametrize("latest", TIMES)
def test_no_modules_import_each_other_in_a_circle(latest: str) -> None:
    """Counted apart: what is imported with the module, also in functions, also for types alone."""
    counted = TIMES[: TIMES.index(latest) + 1]
    graph = {
        importer: {one for one, when in imports.items() if when in counted}
        for importer, imports in imported().items()
    }
    assert sum(map(len, graph.values())) > 500
    found = circle(graph)
    assert not found, "\n".join(f"{one} imports {other}" for other, one in pairwise(found))


def test_modules_are_short() -> None:
    lengths = {module(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {name: length for name, length in lengths.items() if length >= MODULE_LINES} == {}


def test_functions_are_short() -> None:
    long = {}
    for file in FILES:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = lines_of(node)
                if length >= FUNCTION_LINES:
                    long[f"{module(file)}.{node.name}"] = length
    assert long == {}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines from `def` to its end, without those of its docstring."""
    first = function.body[0]
    docstring = 0 if ast.get_docstring(function) is None else first.end_lineno - first.lineno + 1
    return function.end_lineno - function.lineno + 1 - docstring


def test_lines_of_a_function_are_counted_from_def() -> None:
    (function,) = ast.parse(
        '@one\ndef f():\n    """Say.\n\n    More.\n    """\n    a = 1\n\n    return a\n'
    ).body
    assert isinstance(function, ast.FunctionDef)
    assert lines_of(function) == 4


def registered() -> set[Path]:
    """Return the folders whose files a registry finds: they are named by the ids of things."""
    folders = set()
    for file in FILES:
        for call in (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "Registry":
                package = call.args[1]
                assert isinstance(package, ast.Constant)
                folders.add(ROOT.joinpath(*package.value.split(".")))
    return folders


def test_no_file_name_stands_twice() -> None:
    folders = registered()
    assert {ROOT / "reportgen" / name for name in ("models", "metrics", "figures")} <= folders
    places = defaultdict(list)
    for file in FILES:
        if file.name != "__init__.py" and file.parent not in folders:
            places[file.name].append(module(file))
    assert {name: of for name, of in places.items() if len(of) > 1} == {}


# --- The page and the contract ---


def floors_shown() -> list[list[str]]:
    """Return the floors of docs/architecture.md from the top, each row's folders together."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page[page.index("| floor |") :].split("\n\n", 1)[0]
    return [re.findall(r"`(\w+)`", row.split("|")[1]) for row in table.splitlines()[2:]]


def floors_contracted() -> list[list[str]]:
    """Return the layers of the import contract from the top, each layer's modules together."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    (contract,) = [one for one in tool["importlinter"]["contracts"] if one["type"] == "layers"]
    return [re.findall(r"reportgen\.(\w+)", layer) for layer in contract["layers"]]


def test_the_page_shows_every_floor_once() -> None:
    here = {file.stem for file in (ROOT / "reportgen").glob("*.py")} - {"__init__"}
    here |= {file.parent.name for file in (ROOT / "reportgen").glob("*/__init__.py")}
    assert sorted(name for row in floors_shown() for name in row) == sorted(here)
    assert sorted(name for row in floors_contracted() for name in row) == sorted(here)


def test_the_page_shows_floors_in_the_order_of_the_contract() -> None:
    height = {name: row for row, names in enumerate(floors_shown()) for name in names}
    for above, below in combinations(floors_contracted(), 2):
        for upper in above:
            for lower in below:
                assert height[upper] < height[lower], f"{upper} stands above {lower}, by the contract"


def test_no_two_classes_have_one_name() -> None:
    found = defaultdict(list)
    for file in FILES:
        for node in tree(file).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(module(file))
    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}


def test_no_alias_has_the_name_of_another_or_of_a_class() -> None:
    """What stands alone at the left of a module's `=` and is capitalised like a class: a type, or a registry."""
    found = defaultdict(set)
    for file in FILES:
        for node in tree(file).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            names = [one.id for one in targets if isinstance(one, ast.Name)]
            if isinstance(node, ast.ClassDef):
                names = [node.name]
            value = ast.unparse(node.value) if isinstance(node, ast.Assign) else module(file)
            for name in names:
                if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name):
                    found[name].add(value)
    assert {name: meanings for name, meanings in found.items() if len(meanings) > 1} == {}
