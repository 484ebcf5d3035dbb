"""Mail to a real server on this machine, and a command of one's own."""

import json
import shutil
import socket
import ssl
import subprocess
import sys
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from s3analysis.press.changes.causes import Cause
from s3analysis.press.changes.compare import TURNED, Change
from s3analysis.press.changes.report import Report
from s3analysis.press.schedules import tell
from s3analysis.press.schedules.plan import Schedule

CHANGE = Change("00_in_brief", "", "", "None of <b>9</b>", "1 of 9", TURNED, ("data",))
REPORT = Report("2017-07", "2017-07", [Cause("data", "data", "changed", ("row x",))], [CHANGE])
SECRET = "not to be seen"


class Inbox:
    """Keeps what comes, as a mail server does."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 known"


@pytest.fixture
def server(request):
    """A mail server, with what a test says of it, and its inbox."""
    controller = Controller(Inbox(), hostname="127.0.0.1", port=0, **getattr(request, "param", {}))
    controller.port = free_port()
    controller.start()
    yield controller
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def schedule(port, *, to=("anna@example.eu",), security="none", **more):
    about = {"server": "127.0.0.1", "port": str(port), "security": security}
    about |= {"from": "reports@example.eu", "seconds": "1"} | more
    return Schedule("monday", {"change": {"mail": list(to)}}, about)


def failing(told):
    with pytest.raises(tell.NotTold) as error:
        tell.tell(told, "change", "1 change", ["New."], REPORT)
    assert error.value.exit_code == 7
    (line,) = error.value.lines
    assert "\n" not in line
    return line


def test_the_mail_says_the_same_as_text_and_as_accessible_html(server):
    tell.tell(schedule(server.port), "change", "1 change", ["New."], REPORT)
    (mail,) = server.handler.mails
    assert (mail["Subject"], mail["To"], mail["Auto-Submitted"]) == (
        "1 change",
        "anna@example.eu",
        "auto-generated",
    )
    text = mail.get_body(["plain"]).get_content()
    page = mail.get_body(["html"]).get_content()
    assert "data, row x" in text
    assert "data, row x" in page
    assert "None of &lt;b&gt;9&lt;/b&gt;" in page
    assert '<html lang="en-GB">' in page
    assert '<th scope="col">Before</th>' in page
    assert "<script" not in page
    assert "http" not in page


def test_nobody_is_told_of_what_no_one_wants_to_know(server):
    tell.tell(schedule(server.port), "failure", "Not made", ["Why."], None)
    assert server.handler.mails == []


def test_one_address_that_is_refused_is_named_and_the_others_have_it(server):
    line = failing(schedule(server.port, to=["anna@example.eu", "nobody@example.eu"]))
    assert line.endswith("refuses nobody@example.eu; the others have it")
    assert len(server.handler.mails) == 1


def test_a_server_that_refuses_each_address_or_offers_no_tls_is_told(server):
    assert "refuses each address" in failing(schedule(server.port, to=["nobody@example.eu"]))
    assert "does not offer" in failing(schedule(server.port, security="starttls"))
    assert "TLS failed" in failing(schedule(server.port, security="tls"))


@pytest.mark.parametrize(
    "server",
    [{"require_starttls": True, "tls_context": ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)}],
    indirect=True,
)
def test_a_server_that_wants_tls_is_told(server):
    assert "set security: starttls" in failing(schedule(server.port))


def test_a_server_that_is_not_there_or_hangs_is_told():
    assert "cannot be reached (Connection refused)" in failing(schedule(free_port()))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        line = failing(schedule(silent.getsockname()[1]))
    assert "does not answer within 1 s" in line


def test_the_password_goes_over_tls_alone_and_is_never_said(server, monkeypatch, tmp_path):
    assert "set S3ANALYSIS_SMTP_PASSWORD" in failing(schedule(server.port, user="anna"))
    monkeypatch.setenv(tell.PASSWORD, SECRET)
    line = failing(schedule(server.port, user="anna"))
    assert "security to starttls or tls" in line
    assert SECRET not in line
    assert server.handler.mails == []
    file = tmp_path / "seen"
    program = f"import os, pathlib; pathlib.Path({str(file)!r}).write_text(str(dict(os.environ)))"
    tell.tell(command(program), "change", "1 change", [], REPORT)
    assert SECRET not in file.read_text("utf-8")


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes the certificate of the server")
def test_over_tls_the_password_opens_the_door(tmp_path, monkeypatch):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    words = ["req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=test"]
    words += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert]
    subprocess.run(["openssl", *words], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    def knows(_server, _session, _envelope, _mechanism, given):
        return AuthResult(success=given.password == SECRET.encode(), handled=False)

    words = {"authenticator": knows, "auth_required": True, "require_starttls": True}
    controller = Controller(Inbox(), "127.0.0.1", free_port(), tls_context=context, **words)
    controller.start()
    told = schedule(controller.port, security="starttls", user="anna")
    try:
        monkeypatch.setenv(tell.PASSWORD, SECRET)
        assert "TLS failed (CERTIFICATE_VERIFY_FAILED)" in failing(told)
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        tell.tell(told, "change", "1 change", [], REPORT)
        monkeypatch.setenv(tell.PASSWORD, "wrong")
        assert "refuses user or password" in failing(told)
    finally:
        controller.stop()
    assert len(controller.handler.mails) == 1


def command(program):
    words = f'"{sys.executable}" -c "{program}"'
    return Schedule("monday", {"change": {"command": words}}, None)


def test_a_command_gets_the_changes_as_json(tmp_path):
    file = tmp_path / "told.json"
    program = f"import sys, pathlib; pathlib.Path({str(file)!r}).write_text(sys.stdin.read())"
    tell.tell(command(program), "change", "1 change", ["New."], REPORT)
    told = json.loads(file.read_text("utf-8"))
    assert (told["event"], told["schedule"], len(told["changes"])) == ("change", "monday", 1)


def test_a_command_that_fails_is_told():
    assert failing(command("raise SystemExit('no printer')")).endswith("ended with 1: no printer")
    missing = Schedule("monday", {"change": {"command": "no-such-program"}}, None)
    assert "did not start" in failing(missing)
