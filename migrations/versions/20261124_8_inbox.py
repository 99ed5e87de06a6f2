"""inbox"""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = 'i3_inbox'
down_revision = 'i3_classes'


def upgrade() -> None:
    pass
