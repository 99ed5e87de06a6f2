"""Spreadsheets: one declaration gives template, reading, preview, import, result files and export."""

from app.kit.sheets.columns import Column
from app.kit.sheets.exporting import enqueue as enqueue_export
from app.kit.sheets.importing import run_import
from app.kit.sheets.models import ImportRow
from app.kit.sheets.sheet import Context, Finding, Row, Sheet, get, register, registered

__all__ = [
    "Column", "Context", "Finding", "ImportRow", "Row", "Sheet", "enqueue_export", "get", "register",
    "registered", "run_import", ]  # fmt: skip
