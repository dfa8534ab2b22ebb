"""Tells whether two machines read alike: nothing comes in, a fingerprint of the code and the libraries that read goes out.

The weights are not in it: their name stands in each reading. Neither are processors: see README.md.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
LIBRARIES = ("numpy", "onnxruntime", "spacy", "tokenizers")
"""Those whose versions may change what is read."""


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
