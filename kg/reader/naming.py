"""Where the shipped weights lie, and what readings say that weights read them. Neither the weights nor what runs them is loaded here."""

from __future__ import annotations

import json
from pathlib import Path

from kg.errors import ReaderError

SHIPPED = Path(__file__).parent / "weights"
MODEL, VOCABULARY, SETTINGS = "reader.onnx", "vocabulary.json", "settings.json"
_KEYS = frozenset({"labels", "sha256", "thresholds", "window"})


def extractor_name(digest: str) -> str:
    """Return the name of the reader whose model has this SHA-256, in hexadecimal digits."""
    return f"kg-reader/{digest[:12]}"


def extractor(weights: Path = SHIPPED) -> str:
    """Return the name of the reader with the weights in a folder, as its settings say; whether the model is the one is told on loading.

    Raises:
        ReaderError: The settings are missing or damaged.
    """
    return extractor_name(str(read_settings(weights)["sha256"]))


def read_settings(folder: Path) -> dict[str, object]:
    """Return what belongs to the weights in a folder.

    Raises:
        ReaderError: The settings are missing or damaged.
    """
    path = folder / SETTINGS
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ReaderError(f"{folder}: no {SETTINGS}. Reinstall kg, or name a folder that `python -m kg.train` wrote") from error
    except ValueError as error:
        raise ReaderError(f"{path}: damaged ({error}). Reinstall kg") from error
    if not isinstance(settings, dict) or not settings.keys() >= _KEYS:
        raise ReaderError(f"{path}: not the settings of a reader, which have {', '.join(sorted(_KEYS))}. Reinstall kg")
    return settings
