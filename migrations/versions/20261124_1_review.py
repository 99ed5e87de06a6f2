"""review"""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = 'i3_review'
down_revision = 'i3_base'


def upgrade() -> None:
    pass
