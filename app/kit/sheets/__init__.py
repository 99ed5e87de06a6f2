"""Spreadsheets: one declaration gives template, reading, preview, import, result files and export."""

from app.kit.sheets.columns import Column, Words
from app.kit.sheets.exporting import enqueue as enqueue_export
from app.kit.sheets.importing import run_import
from app.kit.sheets.models import ImportMapping, ImportRow
from app.kit.sheets.sheet import Context, Finding, Layout, Row, Sheet, Undo, get, register, registered
from app.kit.sheets.undoing import referring, run_undo

__all__ = [
    "Column", "Context", "Finding", "ImportMapping", "ImportRow", "Layout", "Row", "Sheet", "Undo", "Words",
    "enqueue_export", "get", "referring", "register", "registered", "run_import", "run_undo",
]  # fmt: skip
