"""One workspace as synchronous code uses it: acts of people, and what each of them sees."""

import asyncio
import copy
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from .changes import Changes
from .dispatch import Delivered, Dispatch
from .errors import Impossible
from .hub import Hub
from .people import People, Submitted
from .state import Channel, Json, Message, Scheduled, User, View
from .workspace import Workspace

T = TypeVar("T")
Somebody = User | str
Somewhere = Channel | str


class Runner(Protocol):
    """Runs things on the server's own thread and waits for them."""

    def wait_for(self, work: Coroutine[Any, Any, T], timeout: float = 30.0) -> T:
        """What a coroutine returns, run on the server's thread."""
        ...

    def read(self, look: Callable[[], T]) -> T:
        """What a function returns, called on the server's thread."""
        ...


class LoopRunner:
    """Runs on a loop that belongs to another thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def wait_for(self, work: Coroutine[Any, Any, T], timeout: float = 30.0) -> T:
        """What a coroutine returns, run on the server's thread."""
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self.loop)
        return future.result(timeout)

    def read(self, look: Callable[[], T]) -> T:
        """What a function returns, called on the server's thread."""

        async def on_the_loop() -> T:
            return look()

        return self.wait_for(on_the_loop())


class Desk:
    """A workspace to sit at. People and channels are given as objects or ids; answers are copies."""

    def __init__(self, runner: Runner, hub: Hub, workspace: Workspace, dispatch: Dispatch) -> None:
        self._runner = runner
        self._hub = hub
        self.state = workspace
        self.people = People(hub, workspace, dispatch)
        self.changes = Changes(hub, workspace, dispatch)

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.state.id

    @property
    def bot_user_id(self) -> str:
        """The bot's account."""
        return self.state.bot.id

    def add_user(self, name: str, *, real_name: str = "", announce: bool = False, **fields: Any) -> User:
        """A new account; `fields` are those of `User`. `announce` sends team_join."""

        def add() -> User:
            user = User(id=self.state.next_id("U"), name=name, real_name=real_name or name.title(), **fields)
            self.state.users[user.id] = user
            if announce:
                self.changes.user_changed(user, "team_join")
            return copy.deepcopy(user)

        return self._runner.read(add)

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        members: list[Somebody] | None = None,
        ext_shared: bool = False,
        with_bot: bool = False,
    ) -> Channel:
        """A new channel with these members, without events."""

        def add() -> Channel:
            inside = [_id(one) for one in members or []] + ([self.bot_user_id] if with_bot else [])
            creator = inside[0] if inside else self.bot_user_id
            channel = Channel(
                id=self.state.next_id("C"),
                name=name,
                creator=creator,
                is_private=private,
                is_ext_shared=ext_shared,
                created=int(self._hub.clock.now().timestamp()),
                members=inside,
            )
            self.state.channels[channel.id] = channel
            return copy.deepcopy(channel)

        return self._runner.read(add)

    def invite_bot(self, channel: Somewhere, by: Somebody) -> None:
        """Bring the bot into a channel."""
        self._runner.read(lambda: self.changes.join(self._place(channel), self.state.bot, _id(by)))

    def remove_bot(self, channel: Somewhere) -> None:
        """Take the bot out of a channel."""
        self._runner.read(lambda: self.changes.leave(self._place(channel), self.state.bot))

    def join_channel(self, user: Somebody, channel: Somewhere, inviter: Somebody | None = None) -> None:
        """A person enters a channel."""
        by = _id(inviter) if inviter else None
        self._runner.read(lambda: self.changes.join(self._place(channel), self._person(user), by))

    def leave_channel(self, user: Somebody, channel: Somewhere) -> None:
        """A person leaves a channel."""
        self._runner.read(lambda: self.changes.leave(self._place(channel), self._person(user)))

    def archive(self, channel: Somewhere, by: Somebody | None = None, *, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""
        actor = _id(by) if by else self._place(channel).creator
        self._runner.read(lambda: self.changes.archive(self._place(channel), actor, archived=archived))

    def rename(self, channel: Somewhere, name: str) -> None:
        """Give a channel another name."""
        self._runner.read(lambda: self.changes.rename(self._place(channel), name))

    def share_with_other_organisation(self, channel: Somewhere) -> None:
        """Make a channel a Slack Connect channel."""
        self._runner.read(lambda: self.changes.share(self._place(channel)))

    def deactivate(self, user: Somebody) -> None:
        """Close a person's account."""
        self._runner.read(lambda: self.changes.deactivate(self._person(user)))

    def change_user(self, user: Somebody, **fields: Any) -> None:
        """Change a person's account: zone, status, role."""

        def change() -> None:
            person = self._person(user)
            for name, value in fields.items():
                setattr(person, name, value)
            self.changes.user_changed(person)

        self._runner.read(change)

    def quiet(self, user: Somebody, until: float) -> None:
        """Do not disturb until this Unix time."""
        self._runner.read(lambda: self.changes.quiet(self._person(user), until))

    def open_home(self, user: Somebody, tab: str = "home") -> None:
        """Open the app's home (or its messages) tab."""
        self._runner.read(lambda: self.changes.open_home(self._person(user), tab))

    def uninstall(self) -> None:
        """Remove the app from this workspace."""
        self._runner.read(self.changes.uninstall)

    def tap(
        self, user: Somebody, at: Message | View, action_id: str, value: str | None = None, option: Any = None
    ) -> Delivered:
        """Press a button (`value` picks one of several), or choose `option` in a menu or field."""
        return self._runner.wait_for(self.people.tap(_id(user), at, action_id, value, option))

    def suggest(self, user: Somebody, at: Message | View, action_id: str, typed: str) -> list[Json]:
        """What an external menu offers for what was typed."""
        return self._runner.wait_for(self.people.suggest(_id(user), at, action_id, typed))

    def command(self, user: Somebody, channel: Somewhere, command: str, text: str = "") -> Delivered:
        """Type a slash command; `body` is the acknowledgement."""
        return self._runner.wait_for(self.people.command(_id(user), _id(channel), command, text))[0]

    def type_into(self, user: Somebody, view: View, choices: Json) -> None:
        """Fill in fields of a modal without sending it."""
        self._runner.read(lambda: self.people.type_into(_id(user), view.id, choices))

    def submit(self, user: Somebody, view: View, choices: Json | None = None) -> Submitted:
        """Fill in and send a modal: `{block_id: {action_id: state}}` or `{action_id: plain value}`."""
        return self._runner.wait_for(self.people.submit(_id(user), view.id, choices or {}))

    def close(self, user: Somebody, *, everything: bool = False) -> None:
        """Close the modal on top, or all of them."""
        self._runner.wait_for(self.people.close(_id(user), everything=everything))

    def dm(self, user: Somebody) -> list[Message]:
        """The conversation with the bot as this person sees it."""
        return self._runner.read(lambda: self._seen(self._person(user).dm, _id(user)))

    def channel(self, channel: Somewhere, viewer: Somebody | None = None) -> list[Message]:
        """A channel's messages, with the ephemeral ones for `viewer`."""
        return self._runner.read(lambda: self._seen(_id(channel), _id(viewer) if viewer else None))

    def view(self, user: Somebody) -> View | None:
        """The modal on top of what this person has open."""
        return self._runner.read(lambda: copy.deepcopy(next(iter(self.state.modals[_id(user)][-1:]), None)))

    def home(self, user: Somebody) -> View | None:
        """The home tab as it was published last."""
        return self._runner.read(lambda: copy.deepcopy(self.state.homes.get(_id(user))))

    def scheduled(self) -> list[Scheduled]:
        """What is scheduled and not yet posted, by time."""
        return self._runner.read(
            lambda: sorted(copy.deepcopy(list(self.state.scheduled.values())), key=lambda one: one.post_at)
        )

    def say(self, user: Somebody, channel: Somewhere, text: str) -> Message:
        """A person writes into a channel; the app is not told."""

        def write() -> Message:
            message = Message(channel=_id(channel), ts=self.state.next_ts(), text=text, user=_id(user), from_bot=False)
            self.state.messages[message.channel].append(message)
            self._hub.changed()
            return copy.deepcopy(message)

        return self._runner.read(write)

    def _seen(self, place: str, viewer: str | None) -> list[Message]:
        every = self.state.messages[place]
        return copy.deepcopy([one for one in every if one.ephemeral_to in (None, viewer)])

    def _person(self, user: Somebody) -> User:
        return self.state.users[_id(user)]

    def _place(self, channel: Somewhere) -> Channel:
        found = self.state.channels.get(_id(channel))
        if found is None:
            raise Impossible(f"there is no channel {_id(channel)}")
        return found


def _id(one: User | Channel | str) -> str:
    return one if isinstance(one, str) else one.id
