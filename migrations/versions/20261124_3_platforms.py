"""platforms"""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = 'i3_platforms'
down_revision = 'i3_standing'


def upgrade() -> None:
    pass
