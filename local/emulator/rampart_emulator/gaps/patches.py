"""JSON patch operations as API Gateway takes them."""

from __future__ import annotations

from typing import Any

from ..answers import ApiError


def operations(parameters: dict[str, Any]) -> list[tuple[str, str, str | None, str | None]]:
    """Operation, path, value and source of each patch operation."""
    found = []
    for one in parameters.get("patchOperations") or []:
        found.append((one.get("op", ""), one.get("path", ""), one.get("value"), one.get("from")))
    return found


def unescape(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def as_bool(value: str | None) -> bool:
    return str(value).lower() == "true"


def invalid(op: str, path: str) -> ApiError:
    return ApiError("BadRequestException", f"Invalid patch path '{path}' specified for op '{op}'.")


def patch_map(current: dict[str, Any] | None, op: str, key: str, value: Any) -> dict[str, Any]:
    changed = dict(current or {})
    if op == "remove":
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed


def patch_list(current: list[str] | None, op: str, value: str | None) -> list[str]:
    items = list(current or [])
    given = [item for item in (value or "").split(",") if item]
    if op == "replace":
        return given
    if op == "add":
        return items + [item for item in given if item not in items]
    return [item for item in items if item not in given] if given else []
