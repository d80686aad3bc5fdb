"""Two people start again: sealed boxes, keyed marks and blocks, and each workspace's formal way."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "reset",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_reset_workspace_id_workspace"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reset_look_at"), "reset", ["look_at"])
    op.create_index(op.f("ix_reset_workspace_id"), "reset", ["workspace_id"])
    op.create_table(
        "reset_mark",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_reset_mark_workspace_id_workspace"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_reset_mark")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reset_mark_until"), "reset_mark", ["until"])
    op.create_table(
        "reset_block",
        sa.Column("blocker", sa.String(length=64), nullable=False),
        sa.Column("pair", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_reset_block_workspace_id_workspace"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("blocker", "pair", name=op.f("pk_reset_block")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reset_setting",
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("formal_way", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_reset_setting_workspace_id_workspace"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_reset_setting")),
    )


def downgrade() -> None:
    for table in ("reset_setting", "reset_block", "reset_mark", "reset"):
        op.drop_table(table)
