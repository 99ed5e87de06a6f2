"""Units that somebody asks for and the bureau confirms."""

import sqlalchemy as sa
from alembic import op

revision = "i4_adding"
down_revision = "i4_unit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("opinion", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('open', 'confirmed', 'declined')", name=op.f("ck_unit_request_state")),
        sa.CheckConstraint("(state = 'open') = (decided_at is null)", name=op.f("ck_unit_request_decided")),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name="fk_unit_request_platform_id_platform"),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="fk_unit_request_user_id_ab_user"),
        sa.PrimaryKeyConstraint("id", name="pk_unit_request"),
    )
    op.create_index("ix_unit_request_user", "unit_request", ["user_id", "platform_id"])
    for name, column in (("uq_unit_request_name", "name"), ("uq_unit_request_code", "credit_code")):
        op.create_index(name, "unit_request", ["platform_id", column], unique=True,
                        sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))


def downgrade() -> None:
    op.drop_table("unit_request")
