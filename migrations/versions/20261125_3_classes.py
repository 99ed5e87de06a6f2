"""Classes: attachments, modes, online enrollment with a waiting list."""

import sqlalchemy as sa
from alembic import op

revision = 'i3_classes'
down_revision = 'i3_standing'

UNTOUCHED = "not (waiting and (attended_at is not null or result is not null or granted is not null))"


def upgrade() -> None:
    op.create_table('attachment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=True),
    sa.Column('uploaded_by', sa.Integer(), nullable=True),
    sa.Column('uploaded_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('size > 0 and pages >= 0', name=op.f('ck_attachment_size')),
    sa.CheckConstraint('shown is null or shown <= pages', name=op.f('ck_attachment_shown')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_attachment_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('key', name=op.f('uq_attachment_key'))
    )
    op.create_index('ix_attachment_item', 'attachment', ['kind', 'item_id'], unique=False)
    op.create_index('ix_attachment_sha256', 'attachment', ['platform_id', 'sha256'], unique=False)
    with op.batch_alter_table('training_class') as batch_op:
        batch_op.add_column(sa.Column('mode', sa.String(length=12), nullable=False, server_default='declared'))
        batch_op.add_column(sa.Column('enroll_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('enroll_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('waiting_list', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_check_constraint(op.f('ck_training_class_mode'), "mode in ('declared', 'online', 'direct')")
        batch_op.create_check_constraint(op.f('ck_training_class_deadline'),
                                         "(mode = 'online') = (enroll_until is not null)")
        batch_op.create_check_constraint(op.f('ck_training_class_window'),
                                         '(enroll_from is null) = (enroll_until is null)')
        batch_op.create_check_constraint(op.f('ck_training_class_window_order'), 'enroll_from <= enroll_until')
    with op.batch_alter_table('enrollment') as batch_op:
        batch_op.add_column(sa.Column('waiting', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_check_constraint(op.f('ck_enrollment_waiting'), UNTOUCHED)
