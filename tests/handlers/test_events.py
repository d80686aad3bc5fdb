"""Every event that the manifests ask for reaches a listener, and no listener waits for another."""

import logging

import pytest

from bot.directory import handlers as directory_handlers
from bot.home import events, handlers, uninstalling
from bot.slack.manifest import EVENTS
from bot.texts import catalogue
from bot.workspaces.model import Workspace, WorkspaceState
from tests.fakes.slack import FakeSlack


@pytest.fixture
def listening(slackbot, work, clock):
    people = FakeSlack()
    handlers.register(slackbot.app, work=work, clock=clock, say=catalogue(), people=people, later=slackbot.later)
    events.register(slackbot.app, work=work, clock=clock, say=catalogue(), people=people)
    directory_handlers.register(slackbot.app, work=work, clock=clock)
    uninstalling.register(slackbot.app, work=work, clock=clock)
    return slackbot


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_of_the_manifest_is_listened_to(listening, event, caplog):
    caplog.set_level(logging.INFO)
    listening.event(event, user="U1", channel="C1")
    assert not [record for record in caplog.records if getattr(record, "action", "") == "edge.unhandled"]


def test_another_event_is_noticed_as_such(listening, caplog):
    caplog.set_level(logging.INFO)
    listening.event("reaction_added", user="U1")
    assert [record for record in caplog.records if getattr(record, "action", "") == "edge.unhandled"]


def test_uninstalling_takes_everything_along(listening, work, unit):
    unit.workspaces.save(Workspace(id="T1", bot_user_id="UBOT"))
    assert listening.event("app_uninstalled").status == 200
    assert unit.workspaces.find("T1") is None


def test_a_revoked_bot_token_silences_the_workspace(listening, unit):
    unit.workspaces.save(Workspace(id="T1", bot_user_id="UBOT"))
    listening.event("tokens_revoked", tokens={"oauth": ["U1"]})
    assert unit.workspaces.find("T1").state is WorkspaceState.ACTIVE
    listening.event("tokens_revoked", tokens={"bot": ["UBOT"]})
    assert unit.workspaces.find("T1").state is WorkspaceState.DISABLED
