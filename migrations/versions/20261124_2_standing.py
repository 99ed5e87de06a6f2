"""standing"""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = 'i3_standing'
down_revision = 'i3_review'


def upgrade() -> None:
    pass
