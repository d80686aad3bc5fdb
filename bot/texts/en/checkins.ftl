# A check-in, from the prompt to the thank-you. The questions and their buttons are in questions.ftl.

# What a notification shows of every message about a check-in: no meeting, no question, no person.
prompt-notification = A minute for you, when it suits.

checkin-absent = I wasn’t there
checkin-pause = Pause for a week
checkin-skip = Skip
checkin-change = Change
checkin-withdraw = Withdraw
checkin-after-all = Answer this one after all

# Below the questions of a season's last two rounds.
checkin-of-workspace = This one is counted over the whole workspace, never for this team.

checkin-until = Yours to change or take back until { $until }. Not answering is fine, too.

# The same for everybody, whatever was tapped or skipped.
checkin-thanks = Thank you. It’s sealed with the others’; once the round closes, nobody can look it up.

checkin-left-unchanged = You have changed this three times, which is as often as it goes in one round. Your last answer stays; you can still withdraw it.
checkin-excused = All right: then there is nothing to ask. I keep no answer of yours for this round.
checkin-withdrawn = Taken back. I keep no answer of yours for this round.
checkin-paused = Done. No check-ins from me in any of your teams until { $until }.
checkin-closed = This check-in is closed, so there is nothing left to answer or change. The next one comes after another meeting.
checkin-not-yours = This check-in is somebody else’s. Only they can answer it; yours comes as a message to you.
checkin-not-member = You have left this team, so I take no answers from you here. To come back, join again in its channel.

# A button that this version does not know.
checkin-unknown-answer = I don’t know this button any more. Wait for the next check-in, or open my Home tab.
