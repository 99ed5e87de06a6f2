"""Opening balances: hours of earlier years from the old portal."""

import sqlalchemy as sa
from alembic import op

revision = "i5_openings"
down_revision = "i5_imports"
branch_labels = None
depends_on = None

STANDS = sa.text("taken_back_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "opening_balance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("learner_name", sa.String(length=60), nullable=False),
        sa.Column("document_mask", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_opening_balance_hours")),
        sa.CheckConstraint("(taken_back_at is null) = (reason = '')", name=op.f("ck_opening_balance_taken_back")),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name="fk_opening_balance_platform_id_platform"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_opening_balance_organization_id_organization"
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_opening_balance_learner_id_learner"),
        sa.ForeignKeyConstraint(
            ["category_id"], ["hour_category.id"], name="fk_opening_balance_category_id_hour_category"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opening_balance"),
    )
    op.create_index(
        "uq_opening_balance_stands",
        "opening_balance",
        ["learner_id", "year", "category_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_index("ix_opening_balance_organization", "opening_balance", ["platform_id", "organization_id", "year"])


def downgrade() -> None:
    op.drop_table("opening_balance")
