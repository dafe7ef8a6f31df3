"""A real emulator process and real clients over loopback HTTP, one server per test module."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from typing import Any

import boto3
from botocore.config import Config

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PERSON = "AKIAPERSON0000000001"
_sessions: dict[str, Any] = {}


class Server:
    """The emulator as the Java side starts it."""

    def __init__(self, *options: str) -> None:
        # A test uses few services; loading the others would only take the time of the test beside it.
        options = options or ("--no-warm-up",)
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "rampart_emulator", "--port", "0", "--token", "t0ken", *options],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        line = self.process.stdout.readline()
        self.hello = json.loads(line.split(" ", 1)[1])
        self.url = self.hello["url"]
        self._clients: dict[Any, Any] = {}

    def client(self, service: str, key: str = PERSON) -> Any:
        if (service, key) not in self._clients:
            session = _sessions.setdefault("session", boto3.session.Session())
            self._clients[(service, key)] = session.client(
                service, endpoint_url=self.url, region_name="us-east-1",
                aws_access_key_id=key, aws_secret_access_key="secret",
                config=Config(retries={"total_max_attempts": 1}, parameter_validation=True),
            )
        return self._clients[(service, key)]

    def control(self, method: str, path: str, document: Any = None) -> Any:
        data = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request(self.url + "/_rampart/" + path, data=data, method=method)
        with urllib.request.urlopen(request, timeout=70) as answer:
            return json.loads(answer.read())

    def reset(self) -> None:
        self.control("POST", "reset")

    def events(self) -> list[dict[str, Any]]:
        return [entry["event"] for entry in self.control("GET", "events?after=0")["events"]]

    def detail(self, name: str) -> dict[str, Any]:
        """The detail of the last event whose name starts so."""
        found = [e["detail"] for e in self.events() if e["detail"]["eventName"].startswith(name)]
        assert found, f"no event {name} among {[e['detail']['eventName'] for e in self.events()]}"
        return found[-1]

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def error_code(call: Any, *args: Any, **kwargs: Any) -> str:
    """The error code that a call is refused with."""
    from botocore.exceptions import ClientError

    try:
        call(*args, **kwargs)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError("the call succeeded")
