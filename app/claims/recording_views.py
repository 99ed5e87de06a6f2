"""The screen on which administrators record what people have learned elsewhere as approved already (CAS-6)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.claims import operations, recording
from app.claims.models import Claim
from app.claims.unit_views import RegisteredClaimView
from app.extensions import db
from app.kit import scope
from app.kit.review import Outcome
from app.kit.views import Rows, VerbForm, verb


class RecordedClaimView(RegisteredClaimView):
    """「审核创建/导入」: registering is approving, where the route for what units register has no step (CAS-6)."""

    datamodel = Rows(Claim, "type.parent", "category")
    title = _l("Learning elsewhere: recorded as approved")
    finishes = recording.finish
    imports = ("recorded_claims",)
    empty = _l("Nothing recorded yet. Record with New, or import a spreadsheet.")

    @verb(_l("Delete"), icon="trash", tone="danger", opinion="required",
          confirm=_l("%(n)s claims are deleted; hours granted for them are taken back."))  # fmt: skip
    def remove(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.remove(db.session(), ids, scope.actor(), form.opinion)


VIEWS: tuple[type, ...] = (RecordedClaimView,)
