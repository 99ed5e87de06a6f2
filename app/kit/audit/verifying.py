"""Verification of the audit: follow the seals from the first and name the first place that is not as it was."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kit.audit.recording import AuditEvent
from app.kit.audit.sealing import BEGINNING, MARK, AuditSeal, digest, events, mark

CHANGED, REMOVED, INSERTED, REORDERED = "changed", "removed", "inserted", "reordered"
NO_SEAL, FORGED, UNREADABLE = "seal removed", "seal forged", "unreadable"


@dataclass(frozen=True)
class Flaw:
    """The first bad place: what happened, in which seal, to which event."""

    kind: str
    seq: int
    event_id: int | None = None

    def __str__(self) -> str:
        where = f"seal {self.seq}" if self.event_id is None else f"seal {self.seq}, event {self.event_id}"
        return f"First bad place: {where}: {self.kind}."


@dataclass(frozen=True)
class Verdict:
    """What was followed, and where it broke, if it did."""

    seals: int
    events: int
    unsealed: int
    flaw: Flaw | None = None


def verify(session: Session, *heads: str) -> Verdict:
    """Check all seals and sealed events; each head ("seq:digest") is a seal that must still be there (AUDIT-1)."""
    noted = [(int(seq), kept) for seq, _colon, kept in (h.strip().partition(":") for h in heads) if seq.isdigit()]
    previous, seals, count = None, 0, 0
    for one in _seals(session):
        flaw = _of_seal(one, previous) or _of_events(session, one) or _of_heads(one, noted)
        if flaw:
            return Verdict(seals, count, 0, flaw)
        previous, seals, count = one, seals + 1, count + one.count
    cut_off = Flaw(NO_SEAL, seals + 1) if any(seq > seals for seq, _kept in noted) else None
    unsealed = select(func.count(AuditEvent.id)).where(AuditEvent.id > (previous.to_id if previous else -1))
    return Verdict(seals, count, session.scalar(unsealed) or 0, cut_off)


def _seals(session: Session) -> Iterator[AuditSeal]:
    """The seals in order, one at a time: each carries the marks of thousands of events."""
    for seq in session.scalars(select(AuditSeal.seq).order_by(AuditSeal.seq)).all():
        one = session.get_one(AuditSeal, seq)
        yield one
        session.expunge(one)


def _of_seal(one: AuditSeal, previous: AuditSeal | None) -> Flaw | None:
    """Whether the seal follows its predecessor and says what it said when it was made."""
    wanted = previous.seq + 1 if previous else 1
    if one.seq != wanted:
        return Flaw(NO_SEAL, wanted)
    if not hmac.compare_digest(one.digest.encode(), digest(one).encode()):
        return Flaw(FORGED, one.seq)
    follows = (one.previous, one.from_id) == ((previous.digest, previous.to_id + 1) if previous else (BEGINNING, 0))
    return None if follows else Flaw(NO_SEAL, one.seq)


def _of_heads(one: AuditSeal, noted: Sequence[tuple[int, str]]) -> Flaw | None:
    """Whether the seal is the one that was noted outside the database, if it was."""
    return Flaw(FORGED, one.seq) if any(seq == one.seq and kept != one.digest for seq, kept in noted) else None


def _of_events(session: Session, one: AuditSeal) -> Flaw | None:
    """Compare the events under a seal with its marks, in the order of their ids."""
    pieces = (one.marks[n : n + MARK] for n in range(0, len(one.marks), MARK))
    sealed = {int.from_bytes(piece[:8], "big", signed=True): piece[8:] for piece in pieces}
    low = one.from_id if one.seq > 1 else -(2**31)  # nothing may lie below the first event either
    try:
        found = {row.id: mark(row) for row in session.execute(events(low, one.to_id))}
    except (ValueError, TypeError, AttributeError):
        return Flaw(UNREADABLE, one.seq)
    bad = next((i for i in sorted({*sealed, *found}) if sealed.get(i) != found.get(i)), None)
    return None if bad is None else Flaw(_kind(bad, sealed, found), one.seq, bad)


def _kind(bad: int, sealed: Mapping[int, Any], found: Mapping[int, Any]) -> str:
    if bad not in found:
        return REORDERED if sealed[bad] in _others(found, sealed) else REMOVED
    if bad not in sealed:
        return REORDERED if found[bad] in _others(sealed, found) else INSERTED
    return REORDERED if found[bad] in _others(sealed, found) or sealed[bad] in _others(found, sealed) else CHANGED


def _others(these: Mapping[int, Any], those: Mapping[int, Any]) -> set[Any]:
    """Marks that stand at another id here than there."""
    return {value for key, value in these.items() if those.get(key) != value}
