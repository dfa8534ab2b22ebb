"""The command line: it parses, calls one public function, and prints. Results go to standard output, all else to standard error.

A module of commands adds them to the application in `options`; `main` imports all of these modules.

Exit codes: 0, all is well; 1, a finding (some articles were skipped, an export is partial); 2, a usage error, or nothing could be done.
"""

from __future__ import annotations

from kg.cli.main import main
from kg.cli.options import app

__all__ = ["app", "main"]
