"""Review: what a step was asked to grant and what it granted."""

import sqlalchemy as sa
from alembic import op

revision = "i4_granting"
down_revision = "i3_inbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_step", sa.Column("requested", sa.Integer(), nullable=True))
    op.add_column("review_step", sa.Column("granted", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("review_step") as batch_op:
        batch_op.drop_column("granted")
        batch_op.drop_column("requested")
