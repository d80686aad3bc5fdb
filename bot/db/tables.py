"""Every table of Candor. What may never be here: an answer in clear, who answered, or when."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.db.base import Json, Moment, metadata, unordered


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(64), primary_key=True)


def _team() -> Column[str]:
    return Column("team_id", String(64), ForeignKey("team.id", ondelete="CASCADE"), nullable=False)


# Which database this is: the key store carries the same id and refuses any other database.
installation = Table("installation", metadata, _id())

workspace = Table(
    "workspace",
    metadata,
    _id(),
    Column("name", String(255), nullable=False, server_default=""),
    Column("bot_user_id", String(64), nullable=False),
    Column("bot_id", String(64), nullable=False, server_default=""),
    Column("token_box", LargeBinary),  # sealed with TOKEN_KEY; empty where the token comes from the settings
    Column("state", String(16), nullable=False),
    Column("reason", String(64), nullable=False, server_default=""),
    Column("lost_at", Moment),  # since when its token is revoked; all of the workspace goes within a day
)

# People who joined a team, and nobody else.
person = unordered(
    "person",
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(64), primary_key=True),
    Column("zone", String(64), nullable=False),
    Column("standing", String(16), nullable=False),  # full, guest, bot, stranger, deactivated
    Column("paused_until", Moment),
    Column("away", Boolean, nullable=False, server_default=text("false")),  # Slack's status says so; not its words
    Column("away_until", Moment),  # when that status ends, where Slack says so
    Column("absent_until", Moment),  # the person's own word
    Column("quiet_from", Moment),
    Column("quiet_until", Moment),
    Column("work_from", Integer, nullable=False, server_default=text("540")),  # minutes after midnight
    Column("work_until", Integer, nullable=False, server_default=text("1080")),
    Column("workdays", Integer, nullable=False, server_default=text("31")),  # a bit a day, Monday is 1
    Column("most_a_week", Integer, nullable=False, server_default=text("3")),
    Column("checked_at", Moment),  # when Slack was last asked about this person
)

# People who want no message again: a keyed mark, whose key is with the batch keys, and nothing else.
left_in_peace = unordered(
    "left_in_peace",
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
    Column("mark", String(64), primary_key=True),
)

# From when on people and channels are to be compared with Slack again; ``next_at`` is machine time.
reconciliation = Table(
    "reconciliation",
    metadata,
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("next_at", Float, nullable=False, server_default=text("0")),
)

team = Table(
    "team",
    metadata,
    _id(),
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
    Column("channel_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),  # greeted, active, paused, gone
    Column("reason", String(64), nullable=False, server_default=""),
    Column("zone", String(64), nullable=False),
    Column("post_weekday", Integer, nullable=False),
    Column("post_minute", Integer, nullable=False),  # minutes after midnight in the team's zone
    Column("too_small_told", Boolean, nullable=False, server_default=text("false")),
    Column("country", String(2), nullable=False, server_default=""),  # whose public holidays are kept; none if empty
    Column("subdivision", String(16), nullable=False, server_default=""),
    Column("checked_at", Moment),  # when Slack was last asked who is in the channel
    Column("next_act", String(24), nullable=False, server_default=""),  # what administrators chose for the next season
    # The latest round in which anybody came into the channel or left it; never who, never how many.
    Column("channel_changed_round", Integer, nullable=False, server_default=text("0")),
    Column("week_off", Integer, nullable=False, server_default=text("0")),  # the round in which nobody is asked
    Column("gone_at", Moment),  # since when the channel is out of reach; all of the team goes within a day
    UniqueConstraint("workspace_id", "channel_id"),
)

team_admin = unordered(
    "team_admin",
    Column("team_id", String(64), ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(64), primary_key=True),
)

# What administrators changed, as the channel was told it; for a year.
change_log = unordered(
    "change_log",
    Column("team_id", String(64), ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("text_id", String(64), nullable=False),
    Column("values", Json, nullable=False),
    Index(None, "at"),
)

member = unordered(
    "member",
    Column("team_id", String(64), ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(64), primary_key=True),
    Column("joined_on", Date, nullable=False),  # the day they agreed to this version of the promise
    Column("consent_version", Integer, nullable=False),
    Column("asked_version", Integer, nullable=False, server_default=text("0")),  # they were sent this newer one
    Index(None, "user_id"),
)

round_ = Table(
    "round",
    metadata,
    Column("team_id", String(64), ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2, … without gaps
    Column("opens_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("posts_at", Moment, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("act", String(24), nullable=False, server_default=""),  # the season's; empty: the one whose turn it is
    Index(None, "is_open", "closes_at"),
)

series = Table(
    "series",
    metadata,
    _id(),
    _team(),
    Column("name", String(80), nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("start_minute", Integer, nullable=False),
    Column("length_minutes", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("every_weeks", Integer, nullable=False, server_default=text("1")),
    Column("first_on", Date),
    Column("skipped", Json),  # days as text
    Column("source", String(16), nullable=False, server_default="weekly"),  # weekly, calendar, on_demand
    Index(None, "team_id"),
)

# What is kept of a calendar beside its series: never a title, a text or an address of a person.
feed = Table(
    "feed",
    metadata,
    Column("id", String(64), ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    _team(),
    Column("box", LargeBinary),  # the address, sealed with TOKEN_KEY
    Column("title", String(80), nullable=False, server_default=""),  # what an administrator typed to choose events by
    Column("etag", String(255), nullable=False, server_default=""),
    Column("last_modified", String(64), nullable=False, server_default=""),
    Column("digest", String(64), nullable=False, server_default=""),
    Column("roster", String(64), nullable=False, server_default=""),
    Column("read_at", Moment),
    Column("read_until", Moment),
    Column("trouble", String(48), nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("poll_at", Moment, nullable=False),
    Column("lease", String(64), nullable=False, server_default=""),
    Column("lease_until", Float, nullable=False, server_default=text("0")),  # machine time
    Index(None, "team_id"),
    Index(None, "poll_at"),
)

meeting = Table(
    "meeting",
    metadata,
    _id(),
    _team(),
    Column("series_id", String(64), ForeignKey("series.id", ondelete="CASCADE"), nullable=False),
    Column("round_number", Integer, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # noted, planned, asked, skipped
    Column("reason", String(64), nullable=False, server_default=""),
    Column("listed", Boolean, nullable=False, server_default=text("false")),  # only those of meeting_attendee are asked
    UniqueConstraint("series_id", "starts_at"),
    Index(None, "state", "ends_at"),
    Index(None, "team_id", "round_number"),
)

# Which of those who joined a calendar invites to a meeting, until fourteen days after its end.
meeting_attendee = unordered(
    "meeting_attendee",
    Column("meeting_id", String(64), ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(64), primary_key=True),
)

# Who is to be asked, or was, in the last fourteen days; never whether an answer came.
checkin = unordered(
    "checkin",
    _id(),
    _team(),
    Column("meeting_id", String(64), ForeignKey("meeting.id", ondelete="CASCADE"), nullable=False),
    Column("round_number", Integer, nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("due_at", Moment, nullable=False),
    UniqueConstraint("meeting_id", "user_id"),
    Index(None, "team_id", "round_number", "user_id"),
    Index(None, "user_id", "due_at"),
    Index(None, "due_at"),
)

shown = unordered(
    "shown",
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(64), primary_key=True),
    Column("local_day", Date, primary_key=True),
    Column("checkin_id", String(64), primary_key=True),
    Index(None, "checkin_id"),
)

# One open batch a team and item (or a workspace and item: then ``scope`` is the workspace's id).
batch = unordered(
    "batch",
    _id(),
    Column("scope", String(64), nullable=False),
    Column("item", String(32), nullable=False),
    Column("opened_at", Moment, nullable=False),  # the opening of the round in which it was opened, never a tap
    UniqueConstraint("scope", "item"),
)

envelope = unordered("envelope", _id("batch_id"), Column("box", LargeBinary, nullable=False))

tombstone = unordered("tombstone", _id("batch_id"))

# Batches whose box could not be opened, until the team's administrators have been told.
lost_batch = unordered(
    "lost_batch",
    _id("batch_id"),
    Column("scope", String(64), nullable=False),
    Column("item", String(32), nullable=False),
)

# What a workspace's question was counted to in a quarter: the option named, or nothing for "no clear theme".
theme = Table(
    "theme",
    metadata,
    Column("scope", String(64), primary_key=True),
    Column("item", String(32), primary_key=True),
    Column("option", String(32), nullable=False),
)

# What the rule has published about a team: the level after each reading, in twentieths.
reading = Table(
    "reading",
    metadata,
    Column("team_id", String(64), ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("item", String(32), primary_key=True),  # held_back, act-<season>
    Column("number", Integer, primary_key=True),
    Column("round_number", Integer, nullable=False),
    Column("level", Integer, nullable=False),  # twentieths, 0 to 20
    Column("word", String(16), nullable=False),
)

post = Table(
    "post",
    metadata,
    Column("team_id", String(64), ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("round_number", Integer, primary_key=True),
    Column("posts_at", Moment, nullable=False),
    Column("body", Json, nullable=False),  # the finished text and blocks; a retry sends these
)

practice_shown = Table(
    "practice_shown",
    metadata,
    Column("team_id", String(64), ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    Column("round_number", Integer, primary_key=True),
    Column("practice_id", String(64), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(128), nullable=False, unique=True),
    Column("kind", String(24), nullable=False),
    Column("subject", String(64), nullable=False, server_default=""),  # what it is about: a check-in's id, a team's
    Column("method", String(48), nullable=False),
    Column("channel", String(64), nullable=False),  # Slack's channel or user id
    Column("arguments", Json, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # due, claimed, sending, sent, refused, unknown, expired, dropped
    Column("reason", String(64), nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("slack_ref", String(64), nullable=False, server_default=""),  # ts or scheduled_message_id
    # Machine time, as seconds since 1970 by the database server's clock (PostgreSQL) or the machine's own (SQLite).
    Column("not_before", Float, nullable=False, server_default=text("0")),
    Column("lease_until", Float, nullable=False, server_default=text("0")),
    Column("lease_owner", String(64), nullable=False, server_default=""),
    CheckConstraint(
        "state in ('due','claimed','sending','sent','refused','unknown','expired','dropped')", name="state"
    ),
    # All that decides whether somebody's turn has come, so that no row is read for it, however many wait.
    Index("ix_outbox_turns", "state", "due_at", "workspace_id", "method", "not_before", "expires_at"),
    Index(None, "workspace_id", "state", "due_at"),
)

# When a (workspace, method) or a channel may next be called; machine time.
bucket = Table(
    "bucket",
    metadata,
    Column("workspace_id", String(64), primary_key=True),
    Column("name", String(128), primary_key=True),
    Column("next_at", Float, nullable=False),
)

# Deliveries of Slack that have taken effect, for an hour: a hash that names nobody.
delivery = unordered("delivery", _id("hash"), Column("hour", BigInteger, nullable=False), Index(None, "hour"))

# What is between two people who start again, sealed under a key of its own, or whom to ask a week later; in clear is
# only when the clock has to look at it.
reset = unordered(
    "reset",
    _id(),
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
    Column("look_at", Moment, nullable=False),
    Column("box", LargeBinary, nullable=False),
    Index(None, "look_at"),
    Index(None, "workspace_id"),
)

# Limits of `/reset`: keyed hashes that name nobody without the key, each until a day.
reset_mark = unordered(
    "reset_mark",
    _id("token"),
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
    Column("until", Date, nullable=False),
    Index(None, "until"),
)

# "No invitations from this person": keyed hashes of who said so, and of the two together.
reset_block = unordered(
    "reset_block",
    Column("blocker", String(64), primary_key=True),
    Column("pair", String(64), primary_key=True),
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
)

# A workspace's formal way for what `/reset` is not for.
reset_setting = Table(
    "reset_setting",
    metadata,
    Column("workspace_id", String(64), ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
    Column("formal_way", String(300), nullable=False),
)
