"""Seals over the audit, indexes for its search, announcements, e-mails to send and what users want told."""

import sqlalchemy as sa
from alembic import op

revision = 'i3_notices'
down_revision = 'i3_accounts'


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
