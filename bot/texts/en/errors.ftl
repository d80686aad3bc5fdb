# Why something cannot be done, and what to do instead; seen only by the person who asked.

trust-gone = I’m no longer in that channel, so there is nothing to change. Invite me again, and we can go on.
trust-not-here = I’m not in this channel. Invite me with `/invite`, then try again here.
trust-needs-channel = This works in the team’s channel, not here. Open the channel and type it there (not in a thread).
trust-not-joined = You haven’t joined a team, so there is nothing to change. In a channel where I am, `/trust join` does it.
trust-not-joined-here = You haven’t joined this team, so there is nothing to leave.
trust-refused-guest = Guests can’t take part: check-ins are for full members of this workspace.
trust-refused-bot = Apps can’t take part: check-ins are for people.
trust-refused-stranger = Check-ins are for people of this workspace, and you belong to another organization.
trust-refused-deactivated = This account is deactivated, so it can’t take part.
trust-refused-outside = That is for the people in the channel. Join the channel first, then try again there.
trust-refused-not-admin = Only those who look after this team, and the workspace’s administrators, can do that. `/trust` in the channel says who they are. Joining and leaving is yours alone.
trust-shared-channel = This channel is shared beyond this workspace, and there I can’t keep my promise about who reads along. Try it in a channel of your own workspace.
