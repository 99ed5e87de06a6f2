"""classes"""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = 'i3_classes'
down_revision = 'i3_audit'


def upgrade() -> None:
    pass
