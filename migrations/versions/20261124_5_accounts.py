"""accounts"""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = 'i3_accounts'
down_revision = 'i3_people'


def upgrade() -> None:
    pass
