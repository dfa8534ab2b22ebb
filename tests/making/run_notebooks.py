"""Runs the notebooks and writes their outputs back: `python tests/making/run_notebooks.py [NAME …]`.

Each is run in an empty folder without a network, so that what it shows depends on the package and its example corpora alone. What differs
from run to run (times, ids of cells) is not kept. The tests use `run` to see that every notebook still runs, and write nothing.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
CELL_SECONDS = 120
"""More than any cell needs on a slow machine; a cell that hangs ends here."""

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}

OFFLINE = """
import socket as _socket
_connect = _socket.socket.connect
def _local_only(self, address, *rest):
    if self.family != getattr(_socket, "AF_UNIX", None) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise OSError(f"a notebook may not use the network, and this one asks for {address}")
    return _connect(self, address, *rest)
_socket.socket.connect = _local_only
"""


def notebooks() -> list[Path]:
    """Return the notebooks, in their order."""
    return sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))


def run(path: Path, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook in `folder` and return it with its outputs; the file stays as it is.

    Raises:
        nbclient.exceptions.CellExecutionError: A cell fails.
    """
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(OFFLINE))  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=CELL_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    del notebook.cells[0]
    return without_chance(notebook)


def without_chance(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without what differs from run to run."""
    notebook["metadata"] = METADATA
    code = 0
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"], cell["metadata"] = f"cell-{number:02}", {}
        if cell.cell_type == "code":
            code += 1
            cell["execution_count"] = code
            for output in cell.outputs:
                _without_chance(output, code)
            cell["outputs"] = _joined(cell.outputs)
    return notebook


def _joined(outputs: Sequence[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Return outputs in which what was printed at one go is one piece: in how many it arrives is chance."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        if joined and output.output_type == joined[-1].output_type == "stream" and output.name == joined[-1].name:
            joined[-1]["text"] += output.text
        else:
            joined.append(output)
    return joined


def _without_chance(output: nbformat.NotebookNode, number: int) -> None:
    if "execution_count" in output:
        output["execution_count"] = number
    if "text/plain" in output.get("data", {}):
        output["data"]["text/plain"] = ADDRESS.sub("", output["data"]["text/plain"])


def main(names: Sequence[str]) -> None:
    """Run the notebooks of these names, or all, and write them back."""
    for path in notebooks():
        if not names or path.stem in names:
            with tempfile.TemporaryDirectory() as folder:
                nbformat.write(run(path, Path(folder)), path)  # type: ignore[no-untyped-call]
            print(f"{path.name}: run")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Run the notebooks and write their outputs back.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as 01_first_graph; default: all")
    asked = parser.parse_args().names
    if unknown := sorted(set(asked) - {path.stem for path in notebooks()}):
        parser.error(f"no notebook is called {', '.join(unknown)}")
    main(asked)
