"""Pages with tokens that name the last item, so that a deletion between two pages skips nothing."""

from __future__ import annotations

import base64
from typing import Any, Callable

from ..answers import ApiError


def page(
    items: list[Any],
    key: Callable[[Any], str],
    limit: Any,
    token: str | None,
    maximum: int,
    default: int | None = None,
    error: str = "BadRequestException",
) -> tuple[list[Any], str | None]:
    """The items after the token, and the token of the page after them."""
    size = _size(limit, default or maximum, maximum, error)
    ordered = sorted(items, key=key)
    if token:
        try:
            last = base64.urlsafe_b64decode(token.encode()).decode()
        except ValueError as broken:
            raise ApiError(error, "Invalid position parameter.") from broken
        ordered = [item for item in ordered if key(item) > last]
    if len(ordered) <= size:
        return ordered, None
    chosen = ordered[:size]
    return chosen, base64.urlsafe_b64encode(key(chosen[-1]).encode()).decode()


def _size(limit: Any, default: int, maximum: int, error: str) -> int:
    if limit is None:
        return default
    try:
        return max(1, min(int(limit), maximum))
    except ValueError as broken:
        raise ApiError(error, f"Invalid limit {limit}") from broken
