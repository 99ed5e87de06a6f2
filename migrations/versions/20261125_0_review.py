"""Review: who may revoke, deadlines of steps, and who decided last."""

import sqlalchemy as sa
from alembic import op

revision = 'i3_review'
down_revision = 'i3_accounts'


def upgrade() -> None:
    op.add_column('review_step', sa.Column('working_days', sa.Integer(), nullable=True))
    with op.batch_alter_table('review_route') as batch_op:
        batch_op.add_column(sa.Column('revocable_by', sa.String(length=8), nullable=False, server_default='last'))
        batch_op.create_check_constraint(op.f('ck_review_route_revocable_by'), "revocable_by in ('last', 'unit', 'both')")
    with op.batch_alter_table('training_class') as batch_op:
        batch_op.add_column(sa.Column('review_due_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('review_decided_as', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('review_revocable_by', sa.String(length=8), nullable=True))
        batch_op.create_check_constraint(op.f('ck_training_class_review_due'),
                                         "review_state = 'pending' or review_due_at is null")
    # Where a step was decided, who decided last may revoke; what was recorded at once is the unit's own.
    decided = """FROM review_step WHERE kind = 'training_class' AND item_id = training_class.id
                 AND round = review_round AND verb in ('approve', 'return', 'reject')"""
    op.execute(f"""UPDATE training_class SET review_decided_as =
                   (SELECT permission {decided} ORDER BY decided_at DESC, id DESC LIMIT 1)""")
    op.execute("""UPDATE training_class SET review_revocable_by =
                  CASE WHEN review_state = 'approved' AND review_decided_as IS NULL THEN 'unit' ELSE 'last' END
                  WHERE submitted_at IS NOT NULL""")
