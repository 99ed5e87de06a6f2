"""How an attachment leaves the house: the original as a download, its pages as pictures."""

from __future__ import annotations

import io

from flask import Response, send_file

from app.kit.errors import NotFound
from app.kit.files import storing
from app.kit.files.models import Attachment

SANDBOX = "default-src 'none'; sandbox"  # for whoever opens it in a tab all the same


def download(one: Attachment) -> Response:
    """The original, never shown by the browser itself; the name goes out by RFC 5987."""
    return _sent(storing.read(one.key), one.media_type, as_attachment=True, download_name=one.name)


def picture(one: Attachment, page: int) -> Response:
    """The picture of a page."""
    if not 1 <= page <= (one.shown or 0):
        raise NotFound()
    return _sent(storing.read(one.key, page), "image/jpeg")


def _sent(data: bytes, media_type: str, as_attachment: bool = False, download_name: str | None = None) -> Response:
    answer = send_file(io.BytesIO(data), media_type, as_attachment=as_attachment, download_name=download_name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
