"""A real SMTP server in this process that keeps what it is given, and refuses or stalls when told to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from flask import Flask


class Box:
    """What arrived; `answer` decides what the server says to each message, `recipient` to each address."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.answer: Callable[[], str] = lambda: "250 OK"
        self.recipient = "250 OK"
        self.goodbye = "221 Bye"
        self.connections = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = self.answer()
        if said.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        return said

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        return self.goodbye


class Counted(SMTP):
    """A connection that the box knows of as long as it is open."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.event_handler.connections += 1

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.event_handler.connections -= 1


class Counting(Controller):
    def factory(self) -> SMTP:
        return Counted(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server(app: Flask, box: Box | None = None) -> Iterator[Box]:
    """A server that `app` is configured to use."""
    box, port = box or Box(), free_port()
    controller = Counting(box, hostname="127.0.0.1", port=port)
    controller.start()
    used = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": port, "SMTP_TLS": "none", "SMTP_USER": "", "SMTP_PASSWORD": "",
            "MAIL_FROM": "noreply@example.test", "SITE_URL": "https://hours.example.test"}  # fmt: skip
    before = {name: app.config.get(name) for name in used}
    app.config.update(used)
    try:
        yield box
    finally:
        app.config.update(before)
        controller.stop()
