"""Memberships, transfers and search terms of people; merged records; remarks of departments."""

import sqlalchemy as sa
from alembic import op

revision = 'i3_people'
down_revision = 'i3_notices'

TERM = sa.String(length=60).with_variant(sa.String(length=60, collation='C'), 'postgresql')


def upgrade() -> None:
    op.add_column('organization', sa.Column('note', sa.String(length=200), nullable=False, server_default=''))
    with op.batch_alter_table('learner') as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_learner_merged_into_id_learner'), 'learner', ['merged_into_id'], ['id'])
        batch_op.create_index(op.f('ix_learner_merged_into_id'), ['merged_into_id'], unique=False)
    _membership()
    _transfer()
    op.create_table('learner_term',
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('term', TERM, nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_learner_term_learner_id_learner')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_learner_term_platform_id_platform')),
    sa.PrimaryKeyConstraint('platform_id', 'term', 'learner_id', name=op.f('pk_learner_term'))
    )
    op.create_index(op.f('ix_learner_term_learner_id'), 'learner_term', ['learner_id'], unique=False)
    op.execute(FIRST_MEMBERSHIPS)


# Everybody is where they are since they were hired, or since before the records; who is retired has left.
FIRST_MEMBERSHIPS = """
INSERT INTO membership (platform_id, organization_id, learner_id, joined_on, left_on, learner_name, organization_name)
SELECT l.platform_id, l.organization_id, l.id,
       CASE WHEN l.retired_at IS NULL OR l.hired_on <= date(l.retired_at) THEN l.hired_on END,
       date(l.retired_at), l.name,
       CASE WHEN o.kind = 'department' AND p.id IS NOT NULL THEN p.name || ' · ' || o.name ELSE o.name END
FROM learner l JOIN organization o ON o.id = l.organization_id LEFT JOIN organization p ON p.id = o.parent_id
ORDER BY l.id
"""


def _membership() -> None:
    is_open = sa.text('left_on IS NULL')
    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('learner_name', sa.String(length=60), nullable=False),
    sa.Column('organization_name', sa.String(length=210), nullable=False),
    sa.CheckConstraint('left_on is null or joined_on is null or left_on >= joined_on',
                       name=op.f('ck_membership_dates')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_membership_learner_id_learner')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'],
                            name=op.f('fk_membership_organization_id_organization')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_membership_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    op.create_index('ix_membership_learner', 'membership', ['learner_id', 'id'], unique=False)
    op.create_index('ix_membership_organization', 'membership', ['platform_id', 'organization_id'], unique=False)
    op.create_index('uq_membership_open', 'membership', ['learner_id'], unique=True,
                    sqlite_where=is_open, postgresql_where=is_open)


def _transfer() -> None:
    is_open = sa.text("state = 'open'")
    op.create_table('transfer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('from_organization_id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('learner_name', sa.String(length=60), nullable=False),
    sa.Column('document_mask', sa.String(length=20), nullable=False),
    sa.Column('from_name', sa.String(length=100), nullable=False),
    sa.Column('to_name', sa.String(length=100), nullable=False),
    sa.Column('asked_by', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("asked_by in ('unit', 'person')", name=op.f('ck_transfer_asked_by')),
    sa.CheckConstraint("state in ('open', 'accepted', 'refused', 'withdrawn')", name=op.f('ck_transfer_state')),
    sa.CheckConstraint("(state = 'open') = (decided_at is null)", name=op.f('ck_transfer_decided')),
    sa.ForeignKeyConstraint(['from_organization_id'], ['organization.id'],
                            name=op.f('fk_transfer_from_organization_id_organization')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_transfer_learner_id_learner')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'],
                            name=op.f('fk_transfer_organization_id_organization')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_transfer_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer'))
    )
    op.create_index('ix_transfer_from', 'transfer', ['platform_id', 'from_organization_id', 'state'], unique=False)
    op.create_index('ix_transfer_organization', 'transfer', ['platform_id', 'organization_id', 'state'], unique=False)
    op.create_index('uq_transfer_open', 'transfer', ['learner_id'], unique=True,
                    sqlite_where=is_open, postgresql_where=is_open)
