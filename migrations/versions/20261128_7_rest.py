"""What is left of the foundation: roles of a preset that the platform may change."""

import sqlalchemy as sa
from alembic import op

revision = "i4_rest"
down_revision = "i4_certificates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("role_profile") as batch_op:
        batch_op.add_column(sa.Column("given", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("changed", sa.Boolean(), nullable=False, server_default=sa.false()))
    _remember_what_was_given()
    op.add_column("transfer", sa.Column("asked_by_user_id", sa.Integer(), nullable=True))
    op.add_column("announcement", sa.Column("author_id", sa.Integer(), nullable=True))
    op.add_column("announcement", sa.Column("told_up_to", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("announcement", sa.Column("told_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE announcement SET told_at = created_at")  # nobody is told of what was announced long ago
    untold, unread = sa.text("told_at IS NULL"), sa.text("read_at IS NULL")
    op.create_index("ix_announcement_untold", "announcement", ["starts_on"], unique=False,
                    sqlite_where=untold, postgresql_where=untold)
    op.create_index("ix_notice_unread_address", "notice", ["address"], unique=False,
                    sqlite_where=unread, postgresql_where=unread)


def _remember_what_was_given() -> None:
    """Until now nobody could change a role of a preset: what it may do is what it was given."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(
        "SELECT role_profile.role_id, ab_permission.name, ab_view_menu.name FROM role_profile"
        " JOIN ab_permission_view_role ON ab_permission_view_role.role_id = role_profile.role_id"
        " JOIN ab_permission_view ON ab_permission_view.id = ab_permission_view_role.permission_view_id"
        " JOIN ab_permission ON ab_permission.id = ab_permission_view.permission_id"
        " JOIN ab_view_menu ON ab_view_menu.id = ab_permission_view.view_menu_id"
        " WHERE role_profile.organization_id IS NULL"
    ))  # fmt: skip
    given: dict[int, list[str]] = {}
    for role, verb, subject in rows:
        given.setdefault(role, []).append(f"{verb}:{subject}")
    profile = sa.table("role_profile", sa.column("role_id", sa.Integer), sa.column("given", sa.JSON))
    for role, pairs in given.items():
        connection.execute(profile.update().where(profile.c.role_id == role).values(given=sorted(pairs)))


def downgrade() -> None:
    op.drop_index("ix_notice_unread_address", table_name="notice")
    op.drop_index("ix_announcement_untold", table_name="announcement")
    with op.batch_alter_table("announcement") as batch_op:
        for name in ("told_at", "told_up_to", "author_id"):
            batch_op.drop_column(name)
    with op.batch_alter_table("transfer") as batch_op:
        batch_op.drop_column("asked_by_user_id")
    with op.batch_alter_table("role_profile") as batch_op:
        batch_op.drop_column("changed")
        batch_op.drop_column("given")
