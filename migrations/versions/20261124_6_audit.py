"""audit"""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = 'i3_audit'
down_revision = 'i3_accounts'


def upgrade() -> None:
    pass
