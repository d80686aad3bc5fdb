"""Own hours, cadence and absence, holidays, who is left in peace, and the daily look at Slack."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "left_in_peace",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_left_in_peace_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "mark", name=op.f("pk_left_in_peace")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reconciliation",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_reconciliation_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_reconciliation")),
    )
    for name in ("away_until", "absent_until", "quiet_from", "checked_at"):
        op.add_column("person", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name, usual in (("work_from", "540"), ("work_until", "1080"), ("workdays", "31"), ("most_a_week", "3")):
        op.add_column("person", sa.Column(name, sa.Integer(), server_default=sa.text(usual), nullable=False))
    op.add_column("team", sa.Column("country", sa.String(length=2), server_default="", nullable=False))
    op.add_column("team", sa.Column("subdivision", sa.String(length=16), server_default="", nullable=False))
    op.add_column("team", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("checked_at", "subdivision", "country"):
        op.drop_column("team", name)
    for name in ("most_a_week", "workdays", "work_until", "work_from"):
        op.drop_column("person", name)
    for name in ("checked_at", "quiet_from", "absent_until", "away_until"):
        op.drop_column("person", name)
    op.drop_table("reconciliation")
    op.drop_table("left_in_peace")
