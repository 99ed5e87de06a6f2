"""Results that come with the declaration of a class."""

import sqlalchemy as sa
from alembic import op

revision = "i6_declared"
down_revision = "i5_in_place"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declared_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("learner_name", sa.String(length=60), nullable=False),
        sa.Column("document_mask", sa.String(length=20), nullable=False),
        sa.Column("unit_name", sa.String(length=100), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("earned", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("earned is null or earned > 0", name=op.f("ck_declared_result_earned")),
        _reference("class_id", "training_class", ondelete="CASCADE"),
        _reference("learner_id", "learner"),
        _reference("organization_id", "organization"),
        _reference("platform_id", "platform"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_result")),
        sa.UniqueConstraint("class_id", "learner_id", name=op.f("uq_declared_result_class_id_learner_id")),
    )
    op.create_index("ix_declared_result_learner", "declared_result", ["learner_id"])
    op.add_column("training_class", sa.Column("results_declared", sa.Boolean(), nullable=False,
                                              server_default=sa.false()))  # fmt: skip


def _reference(column: str, table: str, **options: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_declared_result_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, **options)


def downgrade() -> None:
    op.drop_column("training_class", "results_declared")
    op.drop_table("declared_result")
