"""An emulated AWS account: moto, with its gaps filled and a CloudTrail that works for any client."""

from __future__ import annotations

import sys

REQUIRED_MOTO = "5.2.1"


def check_moto_version() -> None:
    """Stop with a sentence a person can act on, since the gap modules rely on moto's internals."""
    if sys.version_info < (3, 10):
        raise SystemExit(
            f"rampart_emulator needs Python 3.10 or newer, as moto {REQUIRED_MOTO} does; "
            f"this is {sys.version.split()[0]} at {sys.executable}."
        )
    try:
        import moto
    except ImportError as missing:
        raise SystemExit(
            f"rampart_emulator needs moto {REQUIRED_MOTO}, which is not installed for this Python. "
            "Run: pip install -r local/emulator/requirements.txt"
        ) from missing
    if moto.__version__ != REQUIRED_MOTO:
        raise SystemExit(
            f"rampart_emulator needs moto {REQUIRED_MOTO} but found {moto.__version__}: the gap modules "
            "patch that version only. Run: pip install -r local/emulator/requirements.txt"
        )
