# What one person is told about themselves. No sentence may depend on who else joined, but for the one below that says
# that check-ins have not begun.

home-title = You and Candor
home-joined = You’re in. Only you can see this.
home-joined-before = You were in already, and you still are. Only you can see this.
home-joined-next = The next meeting ends { $first }. A few minutes after one of the week’s meetings I’ll send you one question; which meeting is drawn at random. The team’s next post comes { $post }.
home-joined-waiting = Check-ins begin once enough people have joined. Until then I ask you nothing and post nothing, and I don’t say how far it is. There is nothing you need to do.
home-joined-not-set-up = Nobody has told me yet when this team meets. Anyone here can, with `/trust setup`. Once that is done, one question comes to you a few minutes after one of the week’s meetings, and the team’s first post at the end of that week.
home-joined-resting = This team is taking a break just now: I ask nobody and post nothing. Once it goes on, one question comes to you a few minutes after one of the week’s meetings.
home-joined-calendar = This team’s meetings come from a calendar. A few minutes after one of the week’s meetings I’ll send you one question; which meeting is drawn at random. The team’s next post comes { $post }.
home-joined-stop = Not answering is always fine. `/trust pause` gives you a week of peace; `/trust leave`, or the button here, ends it at once.
home-left = You’ve left, as of now. I won’t ask you about this team’s meetings any more, and what was still open of yours is blanked. You can join again whenever you like.
home-agreed = Thank you, that is noted. I’ll ask you again after one of the next meetings. You can still leave whenever you like.
home-leave = Leave
home-pause = Pause …
home-resume = I’m back
home-paused = You’re on a break until { $when }. I’ll ask you nothing before that; `/trust resume` ends it earlier.
home-absent = You told me you’re away until { $when }. I’ll ask you nothing before that.
home-resumed = Welcome back. I’ll ask you again after one of the next meetings.
home-team = *{ $channel }*
home-waiting = A check-in is waiting for you in our messages, until { $when }. Leaving it there is fine, too.
home-next-post = The team’s next post comes { $when }.
home-no-teams = You haven’t joined a team. In a channel where I am, `/trust join` does it. I won’t write to you before that.

home-help = `/trust` is about you and me in this channel. Only you see what it answers.
home-help-join = `/trust join`: take part in this channel’s check-ins
home-help-leave = `/trust leave`: stop at once
home-help-pause = `/trust pause` and `/trust resume`: a week of peace, in all your teams, and its end
home-help-privacy = `/trust privacy`: what happens with an answer, and what I can’t promise
home-help-setup = `/trust setup`: tell me when the team meets and when the weekly post should come
home-help-trends = `/trust trends`: all that I have posted about this team, for your eyes only
home-help-settings = `/trust settings`: change what is set up, for whoever looks after this team
home-help-export = `/trust export`: what I posted so far, as text to copy, for the same people
home-help-where = Commands work in the channel, not in a thread. Alone, `/trust` shows what is set up here.
home-unknown-word = I don’t know that word. `{ $command } help` lists what I understand.

home-overview-in = You have joined this team. Only you see this.
home-overview-out = You have not joined this team. Only you see this.
home-overview-not-set-up = Nobody has told me yet when this team meets. Anyone here can, with `/trust setup`.
home-overview-next = The next post is due { $when }, if enough people have joined by then.
home-overview-week-off = This week is off: I ask nobody, and no post comes { $when }.
home-overview-admins = Looked after by { $names }.
home-overview-help = `/trust help` lists what else I understand.

# To a team's administrators, when something could not be said.
home-team-paused = Slack does not let me write in <#{ $channel }> any more, so I’ve paused that team: nobody is asked and nothing is posted. Once that is mended, `/trust settings` in the channel starts me again.
home-team-gone = I’m no longer in <#{ $channel }>, or it was archived, shared or deleted. I ask nobody any more, and answers that were still open have been destroyed unread. If it was a mistake, bring me back with `/invite` before { $until }, and all goes on. After that I delete everything I keep about this team.

home-post-unclear = I handed this week’s post for <#{ $channel }> to Slack and got no clear answer, so it may be missing. I don’t repeat a post by guessing: please look into the channel, and if it isn’t there, let me post it again. Next week’s will come as usual.
home-post-again = Post again
home-posting-again = The post for <#{ $channel }> comes once more, in about three minutes.
home-post-settled = There is nothing to post again here any more: the post is settled, or too old.
