"""Attachments: files that belong to a row, checked by content, encrypted at rest, reached only through their row."""

from app.kit.files.attaching import Twin, attach, detach, install, of, with_twins
from app.kit.files.checking import Upload, examine
from app.kit.files.models import Attachment, belong_to

__all__ = ["Attachment", "Twin", "Upload", "attach", "belong_to", "detach", "examine", "install", "of", "with_twins"]
