"""AWS-managed policies with their real documents, loaded when one is first named.

moto can load all 1,485 into every account, which costs a second at each reset. Few are ever used.
"""

from __future__ import annotations

import functools
import json
from typing import Any

_PREFIX = "arn:aws:iam::aws:policy"


@functools.lru_cache(maxsize=None)
def _documents() -> dict[str, Any]:
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    return json.loads(aws_managed_policies_data)


@functools.lru_cache(maxsize=None)
def _by_arn() -> dict[str, str]:
    return {f"{_PREFIX}{data['Path']}{name}": name for name, data in _documents().items()}


def ensure(backend: Any, arn: Any) -> None:
    """Puts the policy into the account as if it had always been there."""
    if not isinstance(arn, str) or not arn.startswith(_PREFIX) or arn in backend.managed_policies:
        return
    name = _by_arn().get(arn)
    if name is not None:
        _add(backend, name)


def ensure_all(backend: Any) -> None:
    for arn, name in _by_arn().items():
        if arn not in backend.managed_policies:
            _add(backend, name)


def _add(backend: Any, name: str) -> None:
    from moto.iam.models import AWSManagedPolicy

    policy = AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, _documents()[name])
    backend.aws_managed_policies.append(policy)
    backend.managed_policies[policy.arn] = policy
