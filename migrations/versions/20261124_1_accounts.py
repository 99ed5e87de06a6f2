"""Accounts: one-time passwords, sessions on the server, substitutes, roles of organizations."""

import sqlalchemy as sa
from alembic import op

revision = 'i3_accounts'
down_revision = 'i3_base'

KINDS = "kind in ('platform', 'administrator', 'learner', 'system', 'auditor', 'security')"
OWN = sa.text('stands_for_id IS NULL')


def upgrade() -> None:
    op.add_column('ab_user', sa.Column('document', sa.LargeBinary(), nullable=True))
    op.add_column('ab_user', sa.Column('phone', sa.LargeBinary(), nullable=True))
    op.add_column('ab_user', sa.Column('must_change_password', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('ab_user', sa.Column('password_set_at', sa.DateTime(), nullable=True))
    op.create_table('user_session',
    sa.Column('id', sa.String(length=43), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], name=op.f('fk_user_session_user_id_ab_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_session'))
    )
    op.create_index(op.f('ix_user_session_user_id'), 'user_session', ['user_id'], unique=False)
    with op.batch_alter_table('role_profile') as batch_op:
        batch_op.add_column(sa.Column('organization_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_role_profile_organization_id_organization'), 'organization',
                                    ['organization_id'], ['id'])
        batch_op.create_index(op.f('ix_role_profile_organization_id'), ['organization_id'], unique=False)
        batch_op.drop_constraint(op.f('ck_role_profile_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_role_profile_kind'), KINDS)
    with op.batch_alter_table('appointment') as batch_op:
        batch_op.drop_constraint('uq_appointment_user_id_organization_id_role_id', type_='unique')
        batch_op.create_index('uq_appointment_own', ['user_id', 'organization_id', 'role_id'], unique=True,
                              sqlite_where=OWN, postgresql_where=OWN)
        batch_op.create_index(op.f('ix_appointment_stands_for_id'), ['stands_for_id'], unique=False)
