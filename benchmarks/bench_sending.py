"""How close sending comes to what Slack allows, and to what the machine can do without a database."""

import argparse
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from slack_sdk import WebClient

from benchmarks.crowd import a_bot, add_prompts, add_team, now
from benchmarks.stand_in import Seen, StandIn, stand_in
from bot.app import Candor
from bot.outbox.model import Rates

PROMPTS, A_SECOND, MOST_TIMES, MOST_THROTTLED = 200, 5, 1.05, 0.01
WORKSPACES, EACH, ANSWERS_AFTER, THREADS, LEAST_SHARE = 200, 25, 0.05, 16, 0.8
FREELY = Rates.unlimited()
SAFE_SECOND = 1.02  # seconds in which A_SECOND messages are said, so that no second of Slack's sees one more


def main() -> dict[str, object]:
    """Print both figures and return what `make bench` keeps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a migrated database; by default a fresh SQLite file")
    given, _ = parser.parse_known_args()
    one = one_workspace(given.url)
    print(f"{PROMPTS} prompts at {A_SECOND} a second: {one['seconds']} s, {one['times']} times the least, "
          f"{one['throttled']} turned away")  # fmt: skip
    many = many_workspaces(given.url)
    print(f"{WORKSPACES} workspaces x {EACH}: {many['bot']} a second, a bare loop {many['bare']}: {many['share']}")
    return {
        "name": "sending",
        "goal": f"at most {MOST_TIMES} times the least time with {MOST_THROTTLED:.0%} turned away; "
        f"at least {LEAST_SHARE:.0%} of a bare loop",
        "reached": one["reached"] and many["reached"],
        "one_workspace": one,
        "many_workspaces": many,
    }


def one_workspace(url: str | None) -> dict[str, object]:
    """One workspace with everything due at once, and a Slack that takes five messages in any second."""
    spacing = SAFE_SECOND / A_SECOND
    rates = Rates(methods={"chat.postMessage": spacing})
    with stand_in(a_second=A_SECOND) as slack, a_bot(slack.api_url, rates=rates, url=url) as candor:
        add_prompts(candor, add_team(candor, 1, PROMPTS, now()), PROMPTS, now())
        seen = _send(candor, slack, PROMPTS)
    least = (PROMPTS - A_SECOND) / A_SECOND  # the first five at once, the last five after 39 full seconds
    seconds = max(seen.taken)
    return {
        "seconds": round(seconds, 2),
        "least": least,
        "times": round(seconds / least, 3),
        "throttled": seen.throttled,
        "reached": seconds <= MOST_TIMES * least and seen.throttled <= MOST_THROTTLED * PROMPTS,
    }


def many_workspaces(url: str | None) -> dict[str, object]:
    """Many workspaces and no spacing: the bot, with its database, beside a loop without one."""
    with stand_in(answers_after=ANSWERS_AFTER) as slack, a_bot(slack.api_url, rates=FREELY, url=url) as candor:
        bare = _rate(_bare(slack))
        for number in range(WORKSPACES):
            add_prompts(candor, add_team(candor, number, EACH, now()), EACH, now())
        bot = _rate(_send(candor, slack, WORKSPACES * EACH))
    share = bot / bare
    return {
        "bare": round(bare, 1),
        "bot": round(bot, 1),
        "share": round(share, 3),
        "reached": share >= LEAST_SHARE,
    }


def _send(candor: Candor, slack: StandIn, many: int) -> Seen:
    """Run the sender until everything was said; the time runs from the first message that Slack took."""
    stopping = threading.Event()
    sending = threading.Thread(target=candor.sender.run, args=(stopping,))
    sending.start()
    while _waiting(candor):
        time.sleep(0.1)
    stopping.set()
    sending.join()
    seen = slack.seen()
    if len(seen.taken) != many:
        raise RuntimeError(f"{len(seen.taken)} of {many} messages arrived")
    return seen


def _waiting(candor: Candor) -> int:
    with candor.work.read() as unit:
        counts = unit.outbox.counts()
    return sum(many for state, many in counts.items() if state != "sent")


def _bare(slack: StandIn) -> Seen:
    clients = [WebClient("xoxb-bench", base_url=slack.api_url, retry_handlers=[]) for _ in range(WORKSPACES)]

    def say(number: int) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 300}}]
        clients[number % WORKSPACES].chat_postMessage(channel=f"U{number}", text="A minute for you.", blocks=blocks)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(say, range(WORKSPACES * EACH)))
    return slack.seen()


def _rate(seen: Seen) -> float:
    return len(seen.taken) / max(seen.taken)


if __name__ == "__main__":
    main()
