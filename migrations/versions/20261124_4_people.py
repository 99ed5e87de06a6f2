"""people"""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = 'i3_people'
down_revision = 'i3_platforms'


def upgrade() -> None:
    pass
