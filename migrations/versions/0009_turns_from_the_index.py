"""Whose turn it is to be written to is read from the index alone."""

from collections.abc import Sequence

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_index("ix_outbox_state_due_at", table_name="outbox")
    columns = ["state", "due_at", "workspace_id", "method", "not_before", "expires_at"]
    op.create_index("ix_outbox_turns", "outbox", columns)


def downgrade() -> None:
    op.drop_index("ix_outbox_turns", table_name="outbox")
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])
