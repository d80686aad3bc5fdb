"""Where meetings come from: more weeks, calendars, and meetings for some of those who joined."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("every_weeks", sa.Integer(), server_default=sa.text("1"), nullable=False))
        batch_op.add_column(sa.Column("first_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("skipped", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(length=16), server_default="weekly", nullable=False))
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("listed", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table(
        "feed",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=True),
        sa.Column("title", sa.String(length=80), server_default="", nullable=False),
        sa.Column("etag", sa.String(length=255), server_default="", nullable=False),
        sa.Column("last_modified", sa.String(length=64), server_default="", nullable=False),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("roster", sa.String(length=64), server_default="", nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=48), server_default="", nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("poll_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(length=64), server_default="", nullable=False),
        sa.Column("lease_until", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["series.id"], name=op.f("fk_feed_id_series"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_feed_team_id_team"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_poll_at"), ["poll_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_feed_team_id"), ["team_id"], unique=False)
    op.create_table(
        "meeting_attendee",
        sa.Column("meeting_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendee_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "user_id", name=op.f("pk_meeting_attendee")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("meeting_attendee")
    op.drop_table("feed")
    op.execute(sa.text("delete from series where source <> 'weekly'"))
    op.execute(sa.text("delete from meeting where state = 'noted'"))
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("listed")
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_column("source")
        batch_op.drop_column("skipped")
        batch_op.drop_column("first_on")
        batch_op.drop_column("every_weeks")
