"""Invoke of functions that somebody runs outside, registered at `PUT /_rampart/functions`."""

from __future__ import annotations

import sys
import threading
import urllib.error
import urllib.request
from typing import Any

from ..answers import ApiError
from ..http import Answer
from ..wire import Call
from . import handles, runners
from .lambda_functions import function_of, split_name


@handles("lambda", "Invoke")
def invoke(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"""
    url = runners.get(split_name(call)[0])
    kind = call.parameters.get("InvocationType") or "RequestResponse"
    if url is None:
        function_of(call)
    if kind == "DryRun":
        return Answer(204)
    if url is None:
        return moto.answer()
    payload = call.request.content or b"{}"
    if kind == "Event":
        threading.Thread(target=_run_unattended, args=(url, payload), daemon=True).start()
        return Answer(202)
    return _run(url, payload)


def _run_unattended(url: str, payload: bytes) -> None:
    try:
        _run(url, payload)
    except ApiError as failure:
        # Nobody waits for the answer of an asynchronous call.
        print(f"rampart-emulator: asynchronous Invoke: {failure}", file=sys.stderr)


def _run(url: str, payload: bytes) -> Answer:
    request = urllib.request.Request(url, data=payload, headers={"Content-Type": "application/json"}, method="POST")
    headers = [("X-Amz-Executed-Version", "$LATEST"), ("Content-Type", "application/json")]
    try:
        # A function may run for 15 minutes; its runner is on this machine and ends with us.
        with urllib.request.urlopen(request, timeout=900) as answer:
            failed = answer.headers.get("X-Amz-Function-Error")
            return Answer(200, answer.read(), headers + ([("X-Amz-Function-Error", failed)] if failed else []))
    except urllib.error.HTTPError as failure:
        with failure:
            return Answer(200, failure.read(), [*headers, ("X-Amz-Function-Error", "Unhandled")])
    except OSError as failure:
        raise ApiError("ServiceException", f"The function's runner does not answer: {failure}", 500) from failure
