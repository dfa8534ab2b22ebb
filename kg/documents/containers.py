"""What holds other files: a compressed file or an archive comes in, the files in it go out as streams, one after the other.

Nothing is written to disk under a name that an archive gives. How much may come out of how little, how deep archives may lie in each
other and how many files one may hold is bounded (`Budget`): a file that grows without end is told and left.
"""

from __future__ import annotations

import bz2
import gzip
import io
import shutil
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from kg.documents.optional import library
from kg.errors import DocumentError

FREE_BYTES = 100_000_000
"""So much may come out of any file, however small it is."""
MAX_RATIO = 200
"""So many times its size may come out of a larger one: text shrinks to a tenth, a bomb to a thousandth."""
MAX_NESTING = 3
"""Archives in archives in archives."""
MAX_MEMBERS = 1_000_000
"""Of one archive: the list of a zip file's members lies in memory, and takes a few hundred bytes for each."""
IN_MEMORY = 16_000_000
"""A zip file in another archive lies in memory up to this size (bytes), then in a temporary file."""
ZSTD_WINDOW = 1 << 27
"""Bytes that a zstd frame may want remembered; the `zstd` command refuses more too."""
ZIP_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
"""Those whose memory is bounded; LZMA asks for as much as the file says."""
ENCRYPTED = 0x1
DAMAGED = (EOFError, OSError, zlib.error, struct.error, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError, ValueError)
"""What the standard library raises at archives that are broken or of a kind that it cannot read."""
REPACK = "Pack it again"
SPLIT = "Split it, or unpack it yourself if you trust it"


@dataclass(slots=True)
class Budget:
    """How much went into and came out of one file that the user gave, at all levels of nesting together (bytes)."""

    where: str
    packed: int = 0
    unpacked: int = 0
    is_over: bool = False

    def unpack(self, count: int) -> None:
        """Count bytes that came out.

        Raises:
            DocumentError: They are more than the file can honestly hold.
        """
        self.unpacked += count
        if self.unpacked > FREE_BYTES and self.unpacked > MAX_RATIO * self.packed:
            self.is_over = True
            raise DocumentError(self.where, f"grows to more than {MAX_RATIO} times its size when it is unpacked", SPLIT)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there, and its bytes."""

    name: str
    stream: BinaryIO


class _Counted(io.RawIOBase):
    """Passes a stream on and tells how much was taken; damage is told as an error of the file."""

    def __init__(self, stream: BinaryIO, where: str, count: Callable[[int], None], damaged: tuple[type[Exception], ...]) -> None:
        self.stream, self.where, self.count, self.damaged = stream, where, count, damaged

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed knows only the widest type of buffer
        try:
            data = self.stream.read(len(buffer))
        except self.damaged as error:
            raise DocumentError(self.where, f"damaged ({error})", REPACK) from error
        self.count(len(data))
        buffer[: len(data)] = data
        return len(data)


def counted(stream: BinaryIO, budget: Budget) -> BinaryIO:
    """Return a stream of the file that the user gave; what is taken from it may come out of it again so many times."""

    def count(taken: int) -> None:
        budget.packed += taken

    return io.BufferedReader(_Counted(stream, budget.where, count, (OSError,)))


def _unpacked(stream: BinaryIO, where: str, budget: Budget, damaged: tuple[type[Exception], ...] = DAMAGED) -> BinaryIO:
    return io.BufferedReader(_Counted(stream, where, budget.unpack, damaged))


# ---------------------------------------------------------------- compressed files


def gunzip(stream: BinaryIO, where: str, budget: Budget) -> BinaryIO:
    """Return what a gzip file holds."""
    return _unpacked(cast("BinaryIO", gzip.GzipFile(fileobj=stream)), where, budget)


def bunzip2(stream: BinaryIO, where: str, budget: Budget) -> BinaryIO:
    """Return what a bzip2 file holds."""
    return _unpacked(cast("BinaryIO", bz2.BZ2File(stream)), where, budget)


def unzstd(stream: BinaryIO, where: str, budget: Budget) -> BinaryIO:
    """Return what a zstd file holds.

    Raises:
        DocumentError: zstandard, of the extra `[formats]`, is not installed.
    """
    zstandard = library("zstandard", where)
    decoder = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    return _unpacked(decoder.stream_reader(stream, read_across_frames=True), where, budget, (*DAMAGED, zstandard.ZstdError, MemoryError))


COMPRESSED: dict[str, Callable[[BinaryIO, str, Budget], BinaryIO]] = {".gz": gunzip, ".bz2": bunzip2, ".zst": unzstd}
SHORT_SUFFIXES = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".tzst": ".tar.zst"}


# ---------------------------------------------------------------- archives


def members_of_zip(stream: BinaryIO, where: str, budget: Budget) -> Iterator[Member | DocumentError]:
    """Yield the files of a zip archive in its order.

    Raises:
        DocumentError: It cannot be read, or holds more than it may.
    """
    with _seekable(stream) as file:
        try:
            archive = zipfile.ZipFile(file)
        except DAMAGED as error:
            raise DocumentError(where, f"no zip file that can be read ({error})", REPACK) from error
        with archive:
            _check_members(len(archive.filelist), where)
            for info in archive.infolist():
                if not info.filename.endswith("/"):  # `is_dir` of Python 3.11 fails at an empty name
                    yield _zip_member(archive, info, where, budget)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: Budget) -> Member | DocumentError:
    name = f"{where}!{info.filename}"
    if info.flag_bits & ENCRYPTED:
        return DocumentError(name, "the file is encrypted", "Pack it again without a password")
    if info.compress_type not in ZIP_METHODS:
        return DocumentError(name, "packed by a method that is not read", "Pack it again with the usual one (deflate)")
    try:
        opened = archive.open(info)
    except DAMAGED as error:
        return DocumentError(name, f"damaged ({error})", REPACK)
    return Member(info.filename, _unpacked(cast("BinaryIO", opened), name, budget))


def _seekable(stream: BinaryIO) -> BinaryIO:
    """Return a stream that can be read in any order, as the list of a zip file's members lies at its end."""
    if stream.seekable():
        return stream
    spool = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the caller closes it
    shutil.copyfileobj(stream, spool)
    spool.seek(0)
    return spool


def members_of_tar(stream: BinaryIO, where: str, budget: Budget) -> Iterator[Member | DocumentError]:
    """Yield the files of a tar archive in its order; links and devices are told and passed over.

    Raises:
        DocumentError: It cannot be read, or holds more than it may.
    """
    number = 0
    try:
        archive = tarfile.open(fileobj=stream, mode="r|")  # noqa: SIM115 - a stream that is not ours has nothing to close
    except DAMAGED as error:
        raise DocumentError(where, f"no tar file that can be read ({error})", REPACK) from error
    while True:
        try:
            info = archive.next()
        except DAMAGED as error:
            raise DocumentError(where, f"damaged ({error})", f"{REPACK}; the files before were read") from error
        archive.members.clear()  # type: ignore[attr-defined] # or the list of all that was passed grows with the archive
        if info is None:
            return
        number += 1
        _check_members(number, where)
        name = f"{where}!{info.name}"
        if info.isfile() and not info.issparse():
            opened = cast("BinaryIO", archive.extractfile(info))
            yield Member(info.name, _unpacked(opened, name, budget))
        elif not info.isdir():
            yield DocumentError(name, "a link, a device or a file with holes", "Give the article itself")


def _check_members(count: int, where: str) -> None:
    if count > MAX_MEMBERS:
        raise DocumentError(where, f"more than {MAX_MEMBERS:,} files", "Split it")


ARCHIVES: dict[str, Callable[[BinaryIO, str, Budget], Iterator[Member | DocumentError]]] = {".tar": members_of_tar, ".zip": members_of_zip}
