"""Types of claims, the windows in which they are taken, and claims."""

import sqlalchemy as sa
from alembic import op

revision = 'i4_claims'
down_revision = 'i4_granting'


def upgrade() -> None:
    op.create_table('claim_type',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('label_en', sa.String(length=100), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('proposal', sa.String(length=12), nullable=False),
    sa.Column('single_date', sa.Boolean(), nullable=False),
    sa.Column('evidence', sa.String(length=12), nullable=False),
    sa.Column('most_hours', sa.Integer(), nullable=True),
    sa.Column('guidance', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("evidence in ('none', 'upload', 'stamped', 'paper')", name=op.f('ck_claim_type_evidence')),
    sa.CheckConstraint("proposal in ('half_days', 'by_hand', 'fills')", name=op.f('ck_claim_type_proposal')),
    sa.CheckConstraint('most_hours is null or most_hours > 0', name=op.f('ck_claim_type_most')),
    sa.ForeignKeyConstraint(['category_id'], ['hour_category.id'], name=op.f('fk_claim_type_category_id_hour_category')),
    sa.ForeignKeyConstraint(['parent_id'], ['claim_type.id'], name=op.f('fk_claim_type_parent_id_claim_type')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_claim_type_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_type')),
    sa.UniqueConstraint('platform_id', 'code', name=op.f('uq_claim_type_platform_id_code'))
    )
    with op.batch_alter_table('claim_type') as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_type_parent_id'), ['parent_id'], unique=False)

    op.create_table('claim_window',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('closes_on >= opens_on', name=op.f('ck_claim_window_dates')),
    sa.ForeignKeyConstraint(['category_id'], ['hour_category.id'], name=op.f('fk_claim_window_category_id_hour_category')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_claim_window_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_window'))
    )
    with op.batch_alter_table('claim_window') as batch_op:
        batch_op.create_index('ix_claim_window_platform_year', ['platform_id', 'year'], unique=False)

    op.create_table('claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('learner_organization_id', sa.Integer(), nullable=False),
    sa.Column('learner_name', sa.String(length=60), nullable=False),
    sa.Column('document_mask', sa.String(length=20), nullable=False),
    sa.Column('document_hash', sa.String(length=43), nullable=False),
    sa.Column('unit_name', sa.String(length=100), nullable=False),
    sa.Column('learner_title', sa.String(length=40), nullable=False),
    sa.Column('registered_by', sa.String(length=8), nullable=False),
    sa.Column('registered_name', sa.String(length=100), nullable=False),
    sa.Column('registered_at', sa.DateTime(), nullable=False),
    sa.Column('type_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('starts_half', sa.String(length=2), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('ends_half', sa.String(length=2), nullable=False),
    sa.Column('requested', sa.Integer(), nullable=False),
    sa.Column('granted', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('year_reason', sa.String(length=200), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('certificate_no', sa.String(length=60), nullable=False),
    sa.Column('promised', sa.Boolean(), nullable=False),
    sa.Column('paper_received_at', sa.DateTime(), nullable=True),
    sa.Column('paper_received_by', sa.String(length=100), nullable=False),
    sa.Column('hidden_at', sa.DateTime(), nullable=True),
    sa.Column('review_state', sa.String(length=12), nullable=False),
    sa.Column('review_stage', sa.String(length=40), nullable=True),
    sa.Column('review_position', sa.String(length=40), nullable=False),
    sa.Column('review_due_at', sa.DateTime(), nullable=True),
    sa.Column('review_decided_as', sa.String(length=40), nullable=True),
    sa.Column('review_revocable_by', sa.String(length=8), nullable=True),
    sa.Column('review_round', sa.Integer(), nullable=False),
    sa.Column('submitted_by', sa.Integer(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(), nullable=True),
    sa.Column('chosen_organization_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(paper_received_at is null) = (paper_received_by = '')", name=op.f('ck_claim_paper')),
    sa.CheckConstraint("(review_state = 'pending') = (review_position <> review_state)", name=op.f('ck_claim_review_position')),
    sa.CheckConstraint("(review_state = 'pending') = (review_stage is not null)", name=op.f('ck_claim_review_stage')),
    sa.CheckConstraint("registered_by in ('person', 'unit')", name=op.f('ck_claim_registered_by')),
    sa.CheckConstraint("review_state = 'draft' or submitted_at is not null", name=op.f('ck_claim_submitted')),
    sa.CheckConstraint("review_state = 'pending' or review_due_at is null", name=op.f('ck_claim_review_due')),
    sa.CheckConstraint("review_state in ('draft', 'pending', 'returned', 'approved', 'rejected', 'revoked')", name=op.f('ck_claim_review_state')),
    sa.CheckConstraint("starts_half in ('am', 'pm') and ends_half in ('am', 'pm')", name=op.f('ck_claim_half')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_claim_dates')),
    sa.CheckConstraint('granted is null or granted > 0', name=op.f('ck_claim_granted')),
    sa.CheckConstraint('requested > 0', name=op.f('ck_claim_requested')),
    sa.CheckConstraint('starts_on < ends_on or starts_half <= ends_half', name=op.f('ck_claim_halves')),
    sa.ForeignKeyConstraint(['category_id'], ['hour_category.id'], name=op.f('fk_claim_category_id_hour_category')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_claim_learner_id_learner')),
    sa.ForeignKeyConstraint(['learner_organization_id'], ['organization.id'], name=op.f('fk_claim_learner_organization_id_organization')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_claim_organization_id_organization')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_claim_platform_id_platform')),
    sa.ForeignKeyConstraint(['type_id'], ['claim_type.id'], name=op.f('fk_claim_type_id_claim_type')),
    sa.ForeignKeyConstraint(['unit_id'], ['organization.id'], name=op.f('fk_claim_unit_id_organization')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim'))
    )
    with op.batch_alter_table('claim') as batch_op:
        batch_op.create_index('ix_claim_document', ['platform_id', 'document_hash'], unique=False)
        batch_op.create_index('ix_claim_learner', ['learner_id', 'year'], unique=False)
        batch_op.create_index('ix_claim_learner_organization', ['platform_id', 'learner_organization_id'], unique=False)
        batch_op.create_index('ix_claim_list', ['platform_id', 'organization_id', 'review_state', 'id'], unique=False)
        batch_op.create_index('ix_claim_unit', ['platform_id', 'unit_id', 'review_state', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('claim') as batch_op:
        batch_op.drop_index('ix_claim_unit')
        batch_op.drop_index('ix_claim_list')
        batch_op.drop_index('ix_claim_learner_organization')
        batch_op.drop_index('ix_claim_learner')

    op.drop_table('claim')
    with op.batch_alter_table('claim_window') as batch_op:
        batch_op.drop_index('ix_claim_window_platform_year')

    op.drop_table('claim_window')
    with op.batch_alter_table('claim_type') as batch_op:
        batch_op.drop_index(batch_op.f('ix_claim_type_parent_id'))

    op.drop_table('claim_type')
