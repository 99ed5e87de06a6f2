"""The audit: what was done, refused or failed, append-only, sealed into a chain, searched by the auditor (AUDIT-1)."""

from app.kit.audit.recording import (
    AuditEvent,
    count_since,
    failed,
    install,
    one_id,
    plain,
    quiet,
    record,
    record_found,
    record_many,
    refused,
)
from app.kit.audit.words import DONE, FAILED, REFUSED

__all__ = [
    "DONE", "FAILED", "REFUSED", "AuditEvent", "count_since", "failed", "install", "one_id", "plain", "quiet", "record",
    "record_found", "record_many", "refused",
]  # fmt: skip
