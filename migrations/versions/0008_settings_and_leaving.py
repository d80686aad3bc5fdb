"""A log of changes, weeks that are skipped, and since when a channel or a workspace is out of reach."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("week_off", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch_op.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "change_log",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("text_id", sa.String(length=64), nullable=False),
        sa.Column("values", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_change_log_team_id_team"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_change_log")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("change_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_log_at"), ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("change_log")
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("gone_at")
        batch_op.drop_column("week_off")
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("lost_at")
