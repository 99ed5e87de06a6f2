"""Seals over the audit, indexes for its search, announcements, e-mails to send and what users want told."""

import sqlalchemy as sa
from alembic import op

revision = 'i3_notices'
down_revision = 'i3_classes'

OPEN = sa.text("state IN ('waiting','sending')")


def protect() -> None:
    """Seals are as append-only as the events that they cover."""
    if op.get_bind().dialect.name == "sqlite":
        raised = "SELECT RAISE(ABORT, 'audit_seal is append-only')"
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER audit_seal_no_{verb.lower()} BEFORE {verb} ON audit_seal BEGIN {raised}; END")
        return
    op.execute("CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal "
               "FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    op.execute("CREATE TRIGGER audit_seal_not_truncated BEFORE TRUNCATE ON audit_seal "
               "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")


def index_events() -> None:
    """One index for each filter of the auditor's search; text in byte order, so that a beginning is a range."""
    op.drop_index('ix_audit_event_event', table_name='audit_event')
    if op.get_bind().dialect.name == "postgresql":
        for column, length in (('user_name', 100), ('address', 45), ('event', 80)):
            op.execute(f'ALTER TABLE audit_event ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"')
    for name, columns in (
        ('platform_id', ['id']), ('who', ['user_name', 'id']), ('what', ['event', 'id']),
        ('subject', ['subject_id', 'id']), ('outcome', ['outcome', 'id']), ('address', ['address', 'id']),
    ):
        op.create_index(f'ix_audit_event_{name}', 'audit_event', ['platform_id', *columns], unique=False)


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('audit_seal',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('from_id', big, nullable=False),
    sa.Column('to_id', big, nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('marks', sa.LargeBinary(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('sealed_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_seal'))
    )
    protect()
    index_events()
    op.create_table('notice_preference',
    sa.Column('user_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('locale', sa.String(length=10), nullable=False),
    sa.Column('events', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], name=op.f('fk_notice_preference_user_id_ab_user')),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_notice_preference'))
    )
    op.create_table('mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('message_id', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.Float(), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=True),
    sa.Column('error', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], name=op.f('fk_mail_user_id_ab_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_mail_message_id'))
    )
    op.create_index('ix_mail_open', 'mail', ['due_at'], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index('ix_mail_user', 'mail', ['user_id'], unique=False)
    op.create_table('announcement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('publisher', sa.String(length=100), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('audience', sa.String(length=14), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("audience in ('everyone', 'administrators', 'learners')", name=op.f('ck_announcement_audience')),
    sa.CheckConstraint('ends_on is null or ends_on >= starts_on', name=op.f('ck_announcement_days')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_announcement_organization_id_organization')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_announcement_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement'))
    )
    op.create_index('ix_announcement_platform', 'announcement', ['platform_id', 'starts_on'], unique=False)
    op.create_table('announcement_read',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('announcement_id', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_announcement_read_announcement_id_announcement')),
    sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], name=op.f('fk_announcement_read_user_id_ab_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement_read')),
    sa.UniqueConstraint('user_id', 'announcement_id', name=op.f('uq_announcement_read_user_id_announcement_id'))
    )
