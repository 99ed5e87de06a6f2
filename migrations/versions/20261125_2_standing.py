"""Rules about hours by year, closed years, what counts of entries; requirements become rules."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = 'i3_standing'
down_revision = 'i3_platforms'

STALE, REOPENED = sa.text('stale'), sa.text('reopened_at IS NULL')


def upgrade() -> None:
    _rules()
    _closed()
    _standings()
    op.add_column('hour_entry', sa.Column('type', sa.String(length=20), nullable=True))
    op.add_column('hour_entry', sa.Column('starts_on', sa.Date(), nullable=True))
    op.add_column('hour_entry', sa.Column('ends_on', sa.Date(), nullable=True))
    op.add_column('hour_entry', sa.Column('fills', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('hour_entry', sa.Column('reason', sa.String(length=300), nullable=False, server_default=''))
    _history_of_settings()
    _move_requirements()
    op.drop_table('requirement')


def _rules() -> None:
    op.create_table('rule_set',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('from_year', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by', sa.String(length=100), nullable=False),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_rule_set_platform_id_platform')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_set'))
    )
    op.create_index('ix_rule_set_platform_year', 'rule_set', ['platform_id', 'from_year'], unique=False)
    op.create_table('hour_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('rule_set_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('group_by', sa.String(length=12), nullable=False),
    sa.Column('group_value', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('per', sa.String(length=12), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('start_year', sa.Integer(), nullable=True),
    sa.Column('part', sa.Integer(), nullable=True),
    sa.Column('whole', sa.Integer(), nullable=True),
    sa.Column('rounding', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['hour_category.id'], name=op.f('fk_hour_rule_category_id_hour_category')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_hour_rule_platform_id_platform')),
    sa.ForeignKeyConstraint(['rule_set_id'], ['rule_set.id'], name=op.f('fk_hour_rule_rule_set_id_rule_set')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hour_rule')),
    sa.UniqueConstraint('rule_set_id', 'seq', name=op.f('uq_hour_rule_rule_set_id_seq'))
    )


def _closed() -> None:
    op.create_table('closed_year',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('rule_set_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=False),
    sa.Column('closed_by', sa.String(length=100), nullable=False),
    sa.Column('reopened_at', sa.DateTime(), nullable=True),
    sa.Column('reopened_by', sa.String(length=100), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(reopened_at is null) = (reopened_by is null)', name=op.f('ck_closed_year_reopened')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_closed_year_platform_id_platform')),
    sa.ForeignKeyConstraint(['rule_set_id'], ['rule_set.id'], name=op.f('fk_closed_year_rule_set_id_rule_set')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closed_year'))
    )
    op.create_index('uq_closed_year_open', 'closed_year', ['platform_id', 'year'], unique=True,
                    sqlite_where=REOPENED, postgresql_where=REOPENED)


def _standings() -> None:
    op.create_table('learner_standing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform_id', sa.Integer(), nullable=False),
    sa.Column('learner_id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('rule_set_id', sa.Integer(), nullable=True),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('required', sa.Integer(), nullable=False),
    sa.Column('missing', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.Column('stale', sa.Boolean(), nullable=False),
    sa.Column('computed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("outcome in ('met', 'missing', 'exempt', 'waiting')", name=op.f('ck_learner_standing_outcome')),
    sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_learner_standing_learner_id_learner')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_learner_standing_organization_id_organization')),
    sa.ForeignKeyConstraint(['platform_id'], ['platform.id'], name=op.f('fk_learner_standing_platform_id_platform')),
    sa.ForeignKeyConstraint(['rule_set_id'], ['rule_set.id'], name=op.f('fk_learner_standing_rule_set_id_rule_set')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learner_standing')),
    sa.UniqueConstraint('learner_id', 'year', name=op.f('uq_learner_standing_learner_id_year'))
    )
    op.create_index('ix_learner_standing_organization', 'learner_standing', ['platform_id', 'organization_id', 'year'])
    op.create_index('ix_learner_standing_stale', 'learner_standing', ['platform_id'], sqlite_where=STALE,
                    postgresql_where=STALE)


def _history_of_settings() -> None:
    """A correction within the same year is a new row as well, so that nothing is overwritten."""
    with op.batch_alter_table('policy_row') as batch_op:
        batch_op.add_column(sa.Column('made_at', sa.DateTime(), nullable=False, server_default='2026-11-22 00:00:00'))
        batch_op.add_column(sa.Column('made_by', sa.String(length=100), nullable=False, server_default=''))
        batch_op.drop_constraint('uq_policy_row_platform_id_name_from_year', type_='unique')
        batch_op.create_index('ix_policy_row_setting', ['platform_id', 'name', 'from_year'], unique=False)


def _move_requirements() -> None:
    """Each year that changed a requirement becomes a whole set: what held of earlier years goes along."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(
        'SELECT platform_id, from_year, category_id, minimum FROM requirement ORDER BY platform_id, from_year, id'
    )).all()
    sets, rules = (sa.table(name, *map(sa.column, columns)) for name, columns in (
        ('rule_set', ('platform_id', 'from_year', 'note', 'made_at', 'made_by')),
        ('hour_rule', ('platform_id', 'rule_set_id', 'seq', 'kind', 'category_id', 'group_by', 'group_value', 'source',
                       'per', 'amount', 'rounding')),
    ))
    for platform, year in sorted({(row.platform_id, row.from_year) for row in rows}):
        held = {r.category_id: r.minimum for r in rows if r.platform_id == platform and r.from_year <= year}
        connection.execute(sets.insert().values(platform_id=platform, from_year=year, note='', made_by='',
                                                made_at=sa.bindparam('at', datetime(2026, 11, 25), sa.DateTime())))
        number = connection.execute(sa.text('SELECT max(id) FROM rule_set')).scalar_one()
        for seq, (category, minimum) in enumerate(held.items(), 1):
            blank = dict.fromkeys(('group_by', 'group_value', 'source', 'per', 'rounding'), '')
            connection.execute(rules.insert().values(
                platform_id=platform, rule_set_id=number, seq=seq, kind='minimum' if category else 'total',
                category_id=category, amount=minimum, **blank))
