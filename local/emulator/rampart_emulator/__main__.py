"""Start the emulated account: one line on standard output when it answers, exit when standard input closes."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading

from . import check_moto_version


def main() -> None:
    arguments = argparse.ArgumentParser(prog="rampart_emulator", description=__doc__)
    arguments.add_argument("--host", default="127.0.0.1", choices=["127.0.0.1", "localhost", "::1"])
    arguments.add_argument("--port", type=int, default=0, help="0 takes a free one")
    arguments.add_argument("--token", default="", help="echoed by /_rampart/health")
    arguments.add_argument("--no-warm-up", action="store_true", help="load each service at its first call only")
    options = arguments.parse_args()
    check_moto_version()
    # moto calls itself and other services with boto3 in places; it must never leave this machine or
    # pick up a person's real credentials.
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    os.environ.update(
        AWS_ACCESS_KEY_ID="emulator", AWS_SECRET_ACCESS_KEY="emulator",
        AWS_DEFAULT_REGION="us-east-1", AWS_EC2_METADATA_DISABLED="true",
        # The managed policies come from gaps.managed_policies, which loads only those asked for.
        MOTO_IAM_LOAD_MANAGED_POLICIES="false",
    )
    from .dispatch import Emulator
    from .http import Server

    emulator = Emulator(options.token)
    server = Server("127.0.0.1" if options.host == "localhost" else options.host, options.port, emulator)
    serving = threading.Thread(target=server.serve_forever, name="serve", daemon=True)
    serving.start()
    url = f"http://{options.host}:{server.server_port}"
    line = {"url": url, "pid": os.getpid(), "token": options.token}
    print("RAMPART-EMULATOR " + json.dumps(line), flush=True)
    if not options.no_warm_up:
        threading.Thread(target=emulator.warm_up, name="warm-up", daemon=True).start()
    _wait_for_parent()
    # Threads may hang in a long poll; the parent is gone and nothing is to be saved.
    os._exit(0)


def _wait_for_parent() -> None:
    try:
        while sys.stdin.buffer.read(4096):
            pass
    except (OSError, KeyboardInterrupt):
        pass


if __name__ == "__main__":
    main()
