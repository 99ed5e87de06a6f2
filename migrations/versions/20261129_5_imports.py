"""Imports that are taken back, and what people's files call our columns."""

import sqlalchemy as sa
from alembic import op

revision = "i5_imports"
down_revision = "i4_adding"
branch_labels = None
depends_on = None

OUTCOMES = "outcome IN ('new','changed','unchanged','duplicate','error'{})"


def upgrade() -> None:
    with op.batch_alter_table("import_row") as batch_op:
        batch_op.add_column(sa.Column("stored", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("foreseen", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("back", sa.Boolean(), nullable=True))
        batch_op.drop_constraint(op.f("ck_import_row_outcome"), type_="check")
        batch_op.create_check_constraint(op.f("ck_import_row_outcome"), OUTCOMES.format(",'undone'"))
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=20), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name="fk_import_mapping_platform_id_platform"),
        sa.PrimaryKeyConstraint("id", name="pk_import_mapping"),
        sa.UniqueConstraint("user_id", "identity", "sheet", name="uq_import_mapping_user_id_identity_sheet"),
    )


def downgrade() -> None:
    op.drop_table("import_mapping")
    op.execute("DELETE FROM import_row WHERE outcome = 'undone'")
    with op.batch_alter_table("import_row") as batch_op:
        batch_op.drop_constraint(op.f("ck_import_row_outcome"), type_="check")
        batch_op.create_check_constraint(op.f("ck_import_row_outcome"), OUTCOMES.format(""))
        for name in ("back", "foreseen", "stored"):
            batch_op.drop_column(name)
