"""Seasons with an act that was chosen, and the rest after a channel has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("team", sa.Column("next_act", sa.String(length=24), server_default="", nullable=False))
    op.add_column("team", sa.Column("channel_changed_round", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("round", sa.Column("act", sa.String(length=24), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("round", "act")
    op.drop_column("team", "channel_changed_round")
    op.drop_column("team", "next_act")
