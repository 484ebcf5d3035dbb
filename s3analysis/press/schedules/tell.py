"""Whoever is to know of a change or a failure: by mail, and by a command of theirs.

The password comes from the environment alone, goes over TLS alone, and is never said or handed on.
"""

import json
import os
import shlex
import smtplib
import ssl
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from s3analysis.press.changes.report import Report
from s3analysis.press.schedules.plan import Schedule

PASSWORD = "S3ANALYSIS_SMTP_PASSWORD"  # noqa: S105  # where it is, not what it is
PORTS = {"starttls": 587, "tls": 465, "none": 25}
SECONDS = 60
"""How long a command may take."""


class NotTold(RuntimeError):
    """Somebody could not be told; the edition stands. A line for each mail or command."""

    exit_code = 7

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("; ".join(lines))


def tell(
    schedule: Schedule, event: str, title: str, lines: list[str], report: Report | None
) -> None:
    """Tell of a change or a failure whom a schedule names. Raises NotTold."""
    whom = schedule.told.get(event, {})
    faults = list[str]()
    if "mail" in whom and schedule.server:
        faults += _sent(schedule.server, _mail(schedule.server, whom["mail"], title, lines, report))
    if "command" in whom:
        told = {"schedule": schedule.name, "event": event, "title": title, "lines": lines}
        known = json.loads(report.json()) if report else {}
        faults += _run(whom["command"], json.dumps(told | known, ensure_ascii=False))
    if faults:
        raise NotTold(faults)


def _mail(
    server: dict[str, str], to: list[str], title: str, lines: list[str], report: Report | None
) -> EmailMessage:
    """Return a mail as plain text, and as HTML for those who read that."""
    from s3analysis.press.prints import html

    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = title, server["from"], ", ".join(to)
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain=server["from"].rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join([title, "", *lines, "", report.markdown() if report else ""]))
    page = html.render("mail.html.j2", title=title, lines=lines, report=report)
    mail.add_alternative(page, subtype="html")
    return mail


def _sent(server: dict[str, str], mail: EmailMessage) -> Iterator[str]:
    """Send a mail; yield a line where that failed."""
    security = server.get("security", "starttls")
    host, port = server["server"], int(server.get("port", PORTS[security]))
    seconds, user = float(server.get("seconds", "30")), server.get("user", "")
    where = f"mail was not sent: {host}:{port}"
    if user and (security == "none" or PASSWORD not in os.environ):
        yield f"{where}: for user {user} set {PASSWORD}, and security to starttls or tls"
        return
    try:
        context = ssl.create_default_context()
        smtp = (
            smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
            if security == "tls"
            else smtplib.SMTP(host, port, timeout=seconds)
        )
        with smtp:
            if security == "starttls":
                smtp.starttls(context=context)
            if user:
                smtp.login(user, os.environ[PASSWORD])
            refused = smtp.send_message(mail)
        if refused:
            yield f"mail: {host}:{port} refuses {', '.join(refused)}; the others have it"
    except (OSError, smtplib.SMTPException) as error:
        yield f"{where} {_reason(error, seconds)}"


def _reason(error: Exception, seconds: float) -> str:
    """Return why a mail was not sent and what to do, without the server's own words."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):  # smtplib wraps it
        return f"does not answer within {seconds:g} s; check server, port and security"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "does not offer what is asked for; try security: tls, or none within a network"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"refuses user or password; check user and {PASSWORD}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
        if 530 in codes:
            return "wants TLS or a password; set security: starttls, and user"
        return "refuses each address; check the list under mail"
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code == 530:
            return "wants TLS or a password; set security: starttls, and user"
        return f"refuses the mail (SMTP code {error.smtp_code}); ask whoever keeps the server"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason}); check security, port and the server's certificate"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be reached ({error.strerror}); check server and port"
    return f"ended the connection ({type(error).__name__}); check port and security"


def _run(command: str, told: str) -> Iterator[str]:
    """Run a command with what is told on its standard input; yield a line where it failed."""
    environment = {name: value for name, value in os.environ.items() if name != PASSWORD}
    try:
        done = subprocess.run(  # noqa: S603  # the command of whoever wrote the schedule, no shell
            shlex.split(command),
            input=told.encode(),
            env=environment,
            capture_output=True,
            timeout=SECONDS,
        )
    except (OSError, ValueError) as error:
        yield f"command {command!r} did not start: {error}"
    except subprocess.TimeoutExpired:
        yield f"command {command!r} took more than {SECONDS} s and was stopped"
    else:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or ["said nothing"])[-1]
        if done.returncode:
            yield f"command {command!r} ended with {done.returncode}: {last}"
