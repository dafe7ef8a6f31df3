"""CloudTrail's event history: every management event of late, reads too.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

_KEPT = 5_000
_lock = threading.Lock()
_events: deque[dict[str, Any]] = deque(maxlen=_KEPT)


def note(detail: dict[str, Any]) -> None:
    with _lock:
        _events.append(detail)


def events() -> list[dict[str, Any]]:
    """The newest first."""
    with _lock:
        return list(reversed(_events))


def clear() -> None:
    with _lock:
        _events.clear()
