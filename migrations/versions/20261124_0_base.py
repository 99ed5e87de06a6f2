"""Columns that the parts of the complete foundation share: holidays, absences, notices, conditions of routes."""

import sqlalchemy as sa
from alembic import op

revision = 'i3_base'
down_revision = 'b3ffd69542e9'


def upgrade() -> None:
    op.create_table('holiday',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('works', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('platform_id', 'day')
    )
    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.CheckConstraint("kind in ('leave', 'exemption')", name=op.f('ck_absence_kind')),
    sa.CheckConstraint('ends_on is null or ends_on >= starts_on', name=op.f('ck_absence_dates')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_absence_learner_id_learner')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_absence_organization_id_organization')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_absence_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index('ix_absence_learner', ['learner_id', 'starts_on'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=True),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], name=op.f('fk_notice_user_id_ab_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_user', ['user_id', 'read_at', 'id'], unique=False)

    op.add_column('learner', sa.Column('grade', sa.String(length=20), nullable=False, server_default=''))
    op.add_column('review_step', sa.Column('reminded_at', sa.DateTime(), nullable=True))
    op.add_column('review_step', sa.Column('for_name', sa.String(length=100), nullable=False, server_default=''))
    op.add_column('training_class', sa.Column('chosen_organization_id', sa.Integer(), nullable=True))
    op.add_column('route_step', sa.Column('types', sa.JSON(), nullable=True))
    op.add_column('route_step', sa.Column('above_hours', sa.Integer(), nullable=True))
    op.add_column('review_route', sa.Column('type', sa.String(length=40), nullable=True))
    _widen_routes()


WHO = "who in ('own_unit', 'ancestor', 'root', 'chosen')"


def _widen_routes() -> None:
    """A route per type as well, and steps whose organization is chosen at submission."""
    with op.batch_alter_table('review_route') as batch_op:
        batch_op.drop_constraint('uq_review_route_platform_id_kind_owner_level', type_='unique')
        batch_op.create_unique_constraint(
            'uq_review_route_platform_id_kind_type_owner_level', ['platform_id', 'kind', 'type', 'owner_level'])
    with op.batch_alter_table('route_step') as batch_op:
        batch_op.drop_constraint(op.f('ck_route_step_who'), type_='check')
        batch_op.create_check_constraint(op.f('ck_route_step_who'), WHO)
