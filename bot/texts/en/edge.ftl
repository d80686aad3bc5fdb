# What anybody may read when something cannot be done: short, what happened, what to do.

edge-failed = Something went wrong on my side, and nothing was changed. Please try again in a minute; if it stays like this, tell whoever looks after me here.
edge-busy = I could not save that just now, so nothing was changed. Please try once more in a few seconds.
edge-gone = What this belongs to is no longer here, so there is nothing left to do.
edge-too-slow = Slack took too long to pass that on. Please try once more.
edge-slack-refused = Slack did not let me do that ({ $code }). Please try again in a minute.
edge-slack-away = I could not reach Slack just now. Please try again in a minute.
edge-old-button = This button is from an older version of me and does nothing any more. Open my Home tab for what is current.
edge-old-form = This form is from an older version of me, so nothing was saved. Please close it and open it again.
edge-unknown-command = I don't know the command { $command }. In a channel, I answer { $checkin }, { $trust } and { $reset }.
edge-not-installed = I am not set up in this workspace any more. Somebody who may add apps can install me again.
edge-title = That didn't work
edge-close = Close
