"""What waits is found by workspace and time, however much waits."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_outbox_workspace_id_state_due_at", "outbox", ["workspace_id", "state", "due_at"])
    op.drop_index("ix_outbox_workspace_id_state", "outbox")


def downgrade() -> None:
    op.create_index("ix_outbox_workspace_id_state", "outbox", ["workspace_id", "state"])
    op.drop_index("ix_outbox_workspace_id_state_due_at", "outbox")
