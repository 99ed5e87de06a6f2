"""What a unit notes about its administrators: on the staff or not, and their duties."""

import sqlalchemy as sa
from alembic import op

revision = 'i4_unit'
down_revision = 'i4_rest'


def upgrade() -> None:
    with op.batch_alter_table('appointment') as batch_op:
        batch_op.add_column(sa.Column('staffed', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('duties', sa.String(length=200), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('appointment') as batch_op:
        batch_op.drop_column('duties')
        batch_op.drop_column('staffed')
