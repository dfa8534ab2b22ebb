"""Fetches the editor for SPARQL that `kg serve` shows: `python tests/making/editor.py`, which needs npm.

The built files of one version of @zazuko/yasgui go into kg/serve/assets/, as they are but for the lines that make developer tools ask for
source maps, with the licences of all that is bundled in them, as the source map names it. Nobody who uses kg needs npm.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

VERSION = "4.6.2"
ASSETS = Path(__file__).parents[2] / "kg" / "serve" / "assets"
FILES = ("yasgui.min.js", "yasgui.min.css")
_MAPPED = re.compile(r"\n?(//# |/\*# )sourceMappingURL=[^\n]*\s*$")
_PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)")
_OWN = """\
YASGUI {version} (@zazuko/yasgui), MIT License
Copyright (c) Triply B.V., Zazuko GmbH and contributors

{permission}
"""
_MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


def main() -> None:
    npm = shutil.which("npm")
    assert npm is not None, "there is no npm"
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", f"@zazuko/yasgui@{VERSION}"]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words
        _copy(Path(folder) / "node_modules")


def _copy(modules: Path) -> None:
    built = modules / "@zazuko" / "yasgui" / "build"
    digests = []
    for name in FILES:
        text = _MAPPED.sub("\n", (built / name).read_text(encoding="utf-8"))
        (ASSETS / name).write_text(text, encoding="utf-8", newline="\n")
        digests.append(f"sha256 of {name}: {hashlib.sha256(text.encode()).hexdigest()}")
    sources = json.loads((built / "yasgui.min.js.map").read_text(encoding="utf-8"))["sources"]
    bundled = sorted({found[-1] for source in sources if (found := _PACKAGE.findall(source))} | {"datatables.net-dt", "choices.js"})
    parts = [_OWN.format(version=VERSION, permission=_MIT), "\n".join(digests), *(_licence(modules / name) for name in bundled)]
    text = f"\n\n{'-' * 80}\n\n".join(part.strip() for part in parts)
    (ASSETS / "LICENSE.yasgui.txt").write_text(re.sub(r"[ \t]+\n", "\n", text.replace("\r\n", "\n")) + "\n", encoding="utf-8", newline="\n")


def _licence(package: Path) -> str:
    told: dict[str, Any] = json.loads((package / "package.json").read_text(encoding="utf-8"))
    files = sorted(path for path in package.iterdir() if path.name.lower().startswith("licen") and "mpl" not in path.name.lower())
    text = files[0].read_text(encoding="utf-8") if files else f"License: {told.get('license')}. Author: {told.get('author')}\n\n{_MIT}"
    return f"Bundled in it: {told['name']} {told['version']}\n\n{text}"


if __name__ == "__main__":
    main()
