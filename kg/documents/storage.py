"""Files in object storage and on shared file systems: an address such as `s3://bucket/2024/*.jsonl` comes in, its files go out, opened.

Only addresses that the user names are looked at, and only of `PROTOCOLS`; how one signs in is the storage's own matter (its environment
variables and files). Needs fsspec (the extra `[storage]`), and for each storage the library that fsspec names.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from kg.documents.optional import library
from kg.errors import DocumentError

PROTOCOLS = frozenset(
    {"abfs", "abfss", "adl", "az", "file", "gcs", "gs", "hdfs", "memory", "oci", "oss", "s3", "s3a", "sftp", "smb", "webhdfs"}
)
"""Of the storages that fsspec knows, those that hold a user's own files; the web is another matter, see `fetch`."""
PATTERN = frozenset("*?[")
BUFFER = 1 << 20


def is_stored(path: object) -> bool:
    """Tell whether a path is an address in a storage."""
    protocol, found, _ = str(path).partition("://")
    return bool(found) and protocol.lower() in PROTOCOLS


def stored_files(address: str, *, left_out: str) -> Iterator[str]:
    """Yield the addresses of the files of a folder, to any depth, or of a pattern, in their order; or the address itself.

    Args:
        address: What the user named.
        left_out: Suffix of folders whose files are no articles.

    Raises:
        DocumentError: The storage cannot be reached, or there is nothing of this name.
    """
    found = _listed(address)
    if not found:
        raise DocumentError(address, "no such file or folder", "Check the address")
    for file in found:
        parts = PurePosixPath(file.partition("://")[2]).parts[len(PurePosixPath(address.partition("://")[2]).parts) :]
        if not any(part.startswith(".") or PurePosixPath(part).suffix == left_out for part in parts):
            yield file


def _listed(address: str) -> list[str]:
    core = library("fsspec.core", address, extra="storage")
    with _telling(address):
        storage, path = core.url_to_fs(address)
        found = filter(storage.isfile, storage.glob(path)) if PATTERN & set(path) else storage.find(path)
        return [str(storage.unstrip_protocol(one)) for one in sorted(found)]


@contextmanager
def opened(address: str) -> Iterator[BinaryIO]:
    """Yield a file of a storage, opened; it is read as it is needed.

    Raises:
        DocumentError: It cannot be opened.
    """
    storages = library("fsspec", address, extra="storage")
    with _telling(address):
        file: Any = storages.open(address, "rb").open()
    with file:
        yield io.BufferedReader(file, BUFFER)  # what storages give back reads lines of any length only


@contextmanager
def _telling(address: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:  # fsspec says which library this storage needs
        raise DocumentError(address, f"needs a library that is not installed ({error})", "Install it with pip") from error
    except (OSError, ValueError) as error:
        raise DocumentError(address, f"cannot be opened ({error})", "Check the address, and that you may read there") from error
