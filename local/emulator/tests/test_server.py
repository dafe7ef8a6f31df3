"""The process, its control endpoints and its manners as an HTTP server."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
import unittest
from urllib.error import HTTPError
from urllib.parse import urlsplit

from tests.support import PERSON, ROOT, Server, error_code
from tests.test_iam import TRUST

OTHER = "AKIAOTHER00000000001"


class ServerTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.iam = cls.server.client("iam")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()

    def create_role(self, name: str = "r", key: str = PERSON) -> None:
        self.server.client("iam", key).create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)

    def test_health_proves_the_listener(self) -> None:
        self.assertEqual({"token": "t0ken", "pid": self.server.process.pid}, self.server.control("GET", "health"))
        self.assertEqual(self.server.process.pid, self.server.hello["pid"])
        self.assertTrue(self.server.url.startswith("http://127.0.0.1:"))

    def test_exits_with_its_parent(self) -> None:
        other = Server("--port", "0")  # With the warm-up, which must not delay the end.
        other.client("iam").list_roles()
        other.process.stdin.close()
        self.assertEqual(0, other.process.wait(5))
        other.process.stdout.close()

    def test_says_which_moto_it_needs(self) -> None:
        program = "import moto; moto.__version__ = '0'; import rampart_emulator; rampart_emulator.check_moto_version()"
        ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30)
        self.assertEqual(1, ended.returncode)
        self.assertIn("requirements.txt", ended.stderr)

    def test_connections_are_kept(self) -> None:
        connection = http.client.HTTPConnection(urlsplit(self.server.url).netloc)
        connection.request("GET", "/_rampart/health")
        connection.getresponse().read()
        port = connection.sock.getsockname()[1]
        connection.request("GET", "/_rampart/calls")
        connection.getresponse().read()
        self.assertEqual(port, connection.sock.getsockname()[1])
        connection.close()

    def test_expect_continue_with_a_chunked_body(self) -> None:
        host, port = urlsplit(self.server.url).netloc.split(":")
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(
                b"POST /_rampart/faults HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n"
            )
            self.assertIn(b"100 Continue", connection.recv(100))
            body = b'{"service":"iam","operation":"GetUser"}'
            connection.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
            self.assertIn(b'{"faults":1}', connection.recv(1000))

    def test_services_moto_does_not_have_are_a_client_error(self) -> None:
        self.assertEqual(
            "UnknownOperationException", error_code(self.server.client("accessanalyzer").list_analyzers)
        )

    def test_events_are_numbered_and_waited_for(self) -> None:
        self.create_role()
        first = self.server.control("GET", "events?after=0")["events"]
        last = first[-1]["sequence"]
        found = []
        waiting = threading.Thread(
            target=lambda: found.extend(self.server.control("GET", f"events?after={last}&wait=10")["events"])
        )
        waiting.start()
        time.sleep(0.1)
        self.create_role("s")
        waiting.join(5)
        self.assertEqual([last + 1], [entry["sequence"] for entry in found])
        self.assertEqual([], self.server.control("GET", f"events?after={last + 1}&wait=0.05")["events"])
        calls = self.server.control("GET", "calls?after=0")["calls"]
        numbers = {"event": last + 1, "call": calls[-1]["sequence"]}
        self.assertEqual(numbers, self.server.control("GET", "last"))

    def test_asking_for_the_last_number_hands_nothing_out(self) -> None:
        self.create_role()
        self.server.control("GET", "last")
        self.assertFalse(self.server.control("POST", "drain?wait=0.05")["drained"])

    def test_drain_waits_until_events_are_handed_out(self) -> None:
        self.create_role()
        self.assertFalse(self.server.control("POST", "drain?wait=0.05")["drained"])
        self.server.events()
        self.assertTrue(self.server.control("POST", "drain")["drained"])

    def test_calls_tell_who_called_what(self) -> None:
        self.create_role(key=OTHER)
        self.assertEqual("NoSuchEntity", error_code(self.iam.get_role, RoleName="nobody"))
        create, get = self.server.control("GET", "calls?after=0")["calls"]
        self.assertEqual(("iam", "CreateRole", False, OTHER, 200, None), tuple(
            create[k] for k in ("service", "operation", "readOnly", "accessKeyId", "status", "errorCode")))
        self.assertEqual("r", create["parameters"]["RoleName"])
        self.assertEqual((True, 404, "NoSuchEntity"), (get["readOnly"], get["status"], get["errorCode"]))
        self.server.control("DELETE", "calls")
        self.assertEqual([], self.server.control("GET", "calls?after=0")["calls"])

    def fault(self, **more: object) -> None:
        self.server.control("POST", "faults", {"service": "iam", "operation": "CreateRole", **more})

    def test_faults_strike_a_number_of_times(self) -> None:
        self.fault(error="Throttling", times=2)
        for _ in range(2):
            self.assertEqual("Throttling", error_code(self.create_role))
        self.create_role()

    def test_faults_of_one_key_spare_others(self) -> None:
        self.fault(error="AccessDenied", accessKeyId=OTHER)
        self.create_role()
        self.assertEqual("AccessDenied", error_code(self.create_role, "s", OTHER))

    def test_a_lost_answer_still_took_effect(self) -> None:
        self.fault(error="ServiceUnavailable", status=503, after=True)
        self.assertEqual("ServiceUnavailable", error_code(self.create_role))
        self.iam.get_role(RoleName="r")
        self.assertNotIn("errorCode", self.server.detail("CreateRole"))

    def test_delays_and_clearing(self) -> None:
        self.fault(delaySeconds=0.2)
        started = time.monotonic()
        self.create_role()
        self.assertGreater(time.monotonic() - started, 0.2)
        self.fault(error="Throttling", times=9)
        self.server.control("DELETE", "faults")
        self.create_role("s")

    def test_faults_speak_each_protocol(self) -> None:
        for service, operation, call, arguments in (
            ("lambda", "ListFunctions", "list_functions", {}), ("ssm", "GetParameter", "get_parameter", {"Name": "x"}),
            ("sqs", "ListQueues", "list_queues", {}), ("sns", "ListTopics", "list_topics", {}),
            ("dynamodb", "ListTables", "list_tables", {}), ("apigateway", "GetRestApis", "get_rest_apis", {}),
            ("s3", "ListBuckets", "list_buckets", {}), ("apigatewayv2", "GetApis", "get_apis", {}),
        ):
            self.server.control("POST", "faults", {
                "service": service, "operation": operation, "error": "ThrottlingException", "status": 429})
            self.assertEqual("ThrottlingException", error_code(getattr(self.server.client(service), call), **arguments))

    def test_reset_empties_everything(self) -> None:
        self.create_role()
        self.fault(error="Throttling")
        self.server.reset()
        self.assertEqual([], self.iam.list_roles()["Roles"])
        self.assertEqual([], self.server.events())
        self.create_role()

    def test_unknown_control_endpoints_and_documents_are_refused(self) -> None:
        for method, path, document, status in (
            ("GET", "nonsense", None, 404), ("POST", "faults", {"error": "x"}, 400), ("PUT", "identities", {"a": 1}, 400),
        ):
            with self.assertRaises(HTTPError) as refused:
                self.server.control(method, path, document)
            self.assertEqual(status, refused.exception.code)
            refused.exception.close()

    def test_parallel_callers(self) -> None:
        def work(number: int) -> None:
            for index in range(5):
                self.iam.create_role(RoleName=f"r{number}-{index}", AssumeRolePolicyDocument=TRUST)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(40, len(self.iam.list_roles(MaxItems=100)["Roles"]))
        sequences = [entry["sequence"] for entry in self.server.control("GET", "events?after=0")["events"]]
        self.assertEqual(40, len(sequences))
        self.assertEqual(sorted(set(sequences)), sequences)


if __name__ == "__main__":
    unittest.main()
