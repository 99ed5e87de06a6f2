"""Named filters of the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "i3_inbox"
down_revision = "i3_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="fk_saved_filter_user_id_ab_user"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_filter"),
        sa.UniqueConstraint("user_id", "identity", "name", name="uq_saved_filter_user_id_identity_name"),
    )


def downgrade() -> None:
    op.drop_table("saved_filter")
