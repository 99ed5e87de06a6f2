"""Steps that the department of an item may decide as well."""

import sqlalchemy as sa
from alembic import op

revision = 'i4_departments'
down_revision = 'i4_claims'


def upgrade() -> None:
    some = sa.text('department_id IS NOT NULL')
    with op.batch_alter_table('review_step') as batch_op:
        batch_op.add_column(sa.Column('department_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_review_step_department_id_organization'), 'organization', ['department_id'], ['id'])
        batch_op.create_index('ix_review_step_department', ['department_id', 'kind', 'permission', 'decided_at'],
                              sqlite_where=some, postgresql_where=some)
