"""Room beside each row of an import for what becomes of it (PostgreSQL)."""

from alembic import op

revision = "i5_in_place"
down_revision = "i4_claim_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _leave_free("SET (fillfactor = 45)")


def downgrade() -> None:
    _leave_free("RESET (fillfactor)")


def _leave_free(change: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE import_row {change}")
