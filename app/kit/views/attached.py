"""Attachments on any view: `attachments = True` gives the field, the list with previews, removing and the doors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import current_app, flash, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.kit import files
from app.kit.errors import NotFound, RuleError
from app.kit.files import Attachment, Twin, Upload, serving
from app.kit.files.checking import ACCEPT
from app.kit.views.guard import allowed
from app.kit.views.pick import parse_id
from app.kit.views.rows import RowsView

FIELD = "attachments"


@dataclass(frozen=True)
class Attachments:
    """How many files a row of the view may have (None: the installation's limit), and whether twins are pointed out."""

    max: int | None = None
    twins: bool = False  # for reviewers: other rows of their scope with the same file

    @property
    def most(self) -> int:
        return self.max or int(current_app.config["MAX_ATTACHMENTS"])

    @property
    def told(self) -> str:
        """The limits, said before anything is chosen."""
        size = current_app.config["MAX_ATTACHMENT_SIZE"] >> 20
        return _("PDF, JPEG, PNG, docx or xlsx; at most %(n)s files of %(mb)s MB each.", n=self.most, mb=size)


@dataclass
class FileField:
    """The field of a form: limits, what is attached already, and what was wrong with what was chosen."""

    rule: Attachments
    present: int = 0
    errors: tuple[Any, ...] = ()
    again: bool = False
    accept: str = ACCEPT

    def take(self) -> list[Upload]:
        """The checked uploads of this request; `errors` says all that is wrong with them at once."""
        chosen = [f for f in request.files.getlist(FIELD) if f.filename]
        self.again = bool(chosen)
        found = [self._examined(one) for one in chosen[: self.rule.most + 1]]
        if self.present + len(chosen) > self.rule.most:
            self.errors = (_("At most %(n)s files can be attached.", n=self.rule.most), *self.errors)
        return [one for one in found if one]

    def _examined(self, one: FileStorage) -> Upload | None:
        try:
            return files.examine(one.stream, one.filename or "")
        except RuleError as refusal:
            self.errors = (*self.errors, refusal.message)
            return None


@dataclass(frozen=True)
class ShownFile:
    """An attachment on a detail page: where it and its pages are, and who else has the same."""

    file: Attachment
    address: str
    pictures: list[str]
    remove: str
    twins: list[Twin]

    @property
    def size(self) -> str:
        return f"{self.file.size / (1 << 20):.1f} MB" if self.file.size >= 1 << 20 else f"{-(-self.file.size >> 10)} KB"

    @property
    def is_waiting(self) -> bool:
        return self.file.shown is None


class AttachedView(RowsView):
    """The part of a view that deals with the attachments of its rows; an attachment is where its row is (case 11)."""

    def __init__(self) -> None:
        if self.attachments:
            files.belong_to(self.model)
        super().__init__()

    @cached_property
    def attaching(self) -> Attachments | None:
        return self.attachments if isinstance(self.attachments, Attachments) else self.attachments and Attachments()

    def file_field(self, item: Any = None) -> FileField | None:
        """The field of an add or edit form, for views that declare attachments."""
        if self.attaching is None:
            return None
        return FileField(self.attaching, 0 if item is None else len(files.of(self.session, item)))

    def keep_files(self, item: Any, uploads: list[Upload]) -> Any:
        """Attach what the form brought, in the transaction that saves the row."""
        if uploads and self.attaching:
            self.session.flush()
            files.attach(self.session, item, uploads, self.attaching.most)
        return item

    def shown_files(self, item: Any) -> list[ShownFile]:
        """The attachments of a row with their addresses."""
        if not self.attaching:
            return []
        twins: dict[str, list[Twin]] = {}
        if self.attaching.twins:
            found, twins = files.with_twins(self.session, item)
        else:
            found = list(files.of(self.session, item))
        return [self._shown_file(one, item, twins.get(one.sha256, [])) for one in found]

    def _shown_file(self, one: Attachment, item: Any, twins: list[Twin]) -> ShownFile:
        at = {"pk": self.key_of(item), "file_id": one.id}
        door = f"{self.endpoint}.attached"
        pictures = [url_for(f"{door}_page", page=n, **at) for n in range(1, (one.shown or 0) + 1)]
        return ShownFile(one, url_for(f"{door}_file", **at), pictures, url_for(f"{self.endpoint}.detach", **at), twins)

    # ---- doors ----------------------------------------------------------------------------------

    @expose("/<pk>/files/<file_id>")
    @allowed("read")
    def attached_file(self, pk: str, file_id: str) -> Any:
        return self._served(pk, file_id, serving.download)

    @expose("/<pk>/files/<file_id>/pages/<page>")
    @allowed("read")
    def attached_page(self, pk: str, file_id: str, page: str) -> Any:
        return self._served(pk, file_id, lambda one: serving.picture(one, parse_id(page) or 0))

    def _served(self, pk: str, file_id: str, serve: Any) -> Any:
        """A file of a visible row of this view, or the page for what does not exist."""
        mine = {one.id: one for one in files.of(self.session, self.find(pk, "read"))}
        wanted = mine.get(parse_id(file_id) or 0)
        try:
            return serve(wanted) if wanted else self.refuse("read", file_id)
        except NotFound:
            return self.refuse("read", file_id)

    _run: Any  # of the base, like the next one
    _require_editable: Any

    @expose("/<pk>/files/<file_id>/remove", methods=["POST"])
    @allowed("write")
    def detach(self, pk: str, file_id: str) -> Any:
        """Take a file off a row that can still be edited."""
        item = self.find(pk, "write", lock=True)
        self._require_editable(item, "write")
        if self.changes is None:
            self.refuse("write", pk)
        if self._run(lambda: files.detach(self.session, item, parse_id(file_id) or 0), "write") is None:
            flash(_("The file was removed."), "success")
        return self.back()
