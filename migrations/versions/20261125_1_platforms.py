"""Platforms on screens: names of levels, hidden entries of the menu, the preset that a platform came from."""

import sqlalchemy as sa
from alembic import op

revision = 'i3_platforms'
down_revision = 'i3_review'


def upgrade() -> None:
    op.create_table('level_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('label_en', sa.String(length=60), nullable=False),
    sa.CheckConstraint('level > 0', name=op.f('ck_level_name_level')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_level_name_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_level_name')),
    sa.UniqueConstraint('platform_id', 'level', name=op.f('uq_level_name_platform_id_level'))
    )
    op.add_column('platform', sa.Column('preset', sa.String(length=40), nullable=False, server_default=''))
    op.add_column('platform', sa.Column('menu_mark', sa.String(length=64), nullable=False, server_default=''))
    op.add_column('menu_entry', sa.Column('hidden', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('review_route', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    # Until now a platform had the code of its preset.
    op.execute('UPDATE platform SET preset = code')
    with op.batch_alter_table('menu_entry') as batch_op:
        batch_op.drop_constraint('uq_menu_entry_platform_id_seq', type_='unique')
        batch_op.create_index('ix_menu_entry_order', ['platform_id', 'seq'], unique=False)
