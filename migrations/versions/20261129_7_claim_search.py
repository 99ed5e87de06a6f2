"""Claims by state whoever's they are, and by any two characters of a name (PostgreSQL)."""

from alembic import op

revision = "i4_claim_search"
down_revision = "i5_openings"
branch_labels = None
depends_on = None

BIGRAMS = """
CREATE FUNCTION bigrams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(lower(words), n, 2)), '{}')
  FROM generate_series(1, length(lower(words)) - 1) n
$$
"""


def upgrade() -> None:
    op.create_index("ix_claim_state", "claim", ["review_state", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(BIGRAMS)
        op.execute("CREATE INDEX ix_claim_name ON claim USING gin (bigrams(learner_name))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_claim_name")
        op.execute("DROP FUNCTION bigrams(text)")
    op.drop_index("ix_claim_state", "claim")
