"""Yearly certificates."""

import sqlalchemy as sa
from alembic import op

revision = "i4_certificates"
down_revision = 'i4_departments'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("platform_name", sa.String(length=100), nullable=False),
        sa.Column("learner_name", sa.String(length=60), nullable=False),
        sa.Column("unit_name", sa.String(length=100), nullable=False),
        sa.Column("document_mask", sa.String(length=20), nullable=False),
        sa.Column("document_hash", sa.String(length=43), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("rules_until", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("voided_by", sa.String(length=100), nullable=False),
        sa.Column("void_cause", sa.String(length=12), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_certificate_seq")),
        sa.CheckConstraint("(voided_at is null) = (void_cause is null)", name=op.f("ck_certificate_voided")),
        sa.CheckConstraint("void_cause in ('ground', 'merged', 'revoked')", name=op.f("ck_certificate_void_cause")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_certificate_learner_id_learner"),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name="fk_certificate_organization_id_organization"),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name="fk_certificate_platform_id_platform"),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name="fk_certificate_rule_set_id_rule_set"),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("platform_id", "year", "seq", name="uq_certificate_platform_id_year_seq"),
        sa.UniqueConstraint("token", name="uq_certificate_token"),
    )
    op.create_index("ix_certificate_document", "certificate", ["platform_id", "document_hash"])
    op.create_index("ix_certificate_learner", "certificate", ["learner_id", "id"])
    op.create_index("ix_certificate_organization", "certificate", ["platform_id", "organization_id", "year"])
    op.create_index("uq_certificate_valid", "certificate", ["learner_id", "year"], unique=True,
                    sqlite_where=sa.text("voided_at IS NULL"), postgresql_where=sa.text("voided_at IS NULL"))


def downgrade() -> None:
    op.drop_table("certificate")
