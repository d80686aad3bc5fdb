# Looking after a team. Nothing here may say who joined, how many, or who answered.

admin-title = Settings
admin-close = Close
admin-change = Change
admin-about = How { $channel } is set up. What you change here takes effect at once.
admin-told = Each change is told in the channel in one sentence, with your name. How answers are kept and blurred is no setting.

admin-meetings = Meetings
admin-meetings-how = `/trust setup` in the channel adds, changes and removes them.
admin-no-meetings = None yet.
admin-runs = *Check-ins and posts*: they run.
admin-pause = Pause the team
admin-resume = Start again
admin-week-runs = *A week off*: none planned.
admin-week-skipped = *A week off*: nobody is asked in the week before { $day }, and no post comes then.
admin-admins = *Who may change this*: { $names }, and the workspace’s own administrators in this channel
admin-admins-none = *Who may change this*: only the workspace’s own administrators in this channel

admin-post-title = Weekly post
admin-zone-hint = As in Europe/Berlin or America/New_York. The weekly meetings move to this zone, too.
admin-post-later = The coming post stays where it is, so that nobody’s time to answer changes. The new time holds from the one after.

admin-week-title = A week off
admin-week-label = Which week?
admin-week-hint = Nobody is asked in that week, and no post comes at its end. Answers given already still count later.
admin-week-none = None: check-ins as usual
admin-week-this = This week, with the post on { $day }
admin-week-next = Next week, with the post on { $day }
admin-week-over = That week is over by now. Close this and open it again to see the weeks that can be skipped.

admin-country = *Public holidays*: those of { $country }. Nobody is asked on them, and a post moves to the next working day.
admin-country-none = *Public holidays*: no country chosen, so every weekday counts as a working day.
admin-country-title = Public holidays
admin-country-label = Country
admin-country-hint = Its name or its two letters, such as Germany or DE; a part with holidays of its own behind a hyphen, such as DE-BY. Leave it empty for none.
admin-country-what = On these days nobody in the team is asked, and a post that falls on one comes on the next working day. This week’s post stays where it is.
admin-country-unknown = I don’t know that country or that part of it. Type its English name or its two letters, such as Germany, DE or DE-BY.

admin-act = *The next season*: { $act }
admin-act-by-turn = *The next season*: whatever has had its turn longest ago.
admin-act-title = The next season
admin-act-label = What should it be about?
admin-act-hint = A season is twelve rounds with one thing in focus. The one that runs stays as it is.
admin-act-turn = Whatever had its turn longest ago

admin-admins-title = Who may change this
admin-admins-about = These people can change the settings of this team. They see what you see here, and no more: nobody is shown who joined or who answered.
admin-admins-label = Administrators
admin-admins-joined = Being an administrator and taking part are two things. Whoever is named need not have joined, and naming them tells nobody whether they did.
admin-not-full = Only full members of this workspace who are in the channel can be administrators, and one of these is not. Guests and apps can’t be.
admin-last = Somebody has to look after this team: leave one person here. Only the workspace’s own administrators can leave it empty.
admin-too-many = { $most } people are the most. Take somebody out first.
admin-choose = Please choose again; that isn’t one of the choices.
admin-not-set-up = Nothing is set up here yet. `/trust setup` in the channel does that first.

admin-log = What was changed
admin-log-title = What was changed
admin-log-empty = Nothing has been changed yet.
admin-log-kept = The latest { $most } changes. I keep each for a year, and the channel heard of each.
admin-log-old = { $who } changed something that this version has no words for any more.

admin-export = Export
admin-export-title = Export
admin-export-about = What was published in the channel, and the settings. Copy what you need from the boxes; I have told the channel that you took it.
admin-export-settings = Settings
admin-export-posts = Posts, { $first } to { $last }
admin-export-none = Nothing has been posted yet.
admin-export-as = Show as { $form }
admin-export-earlier = Earlier posts
admin-export-later = Later posts

admin-home-title = Teams you look after
admin-home-more = The others: `/trust settings` in their channels.
admin-open = Settings
admin-state-new = I’ve been invited, and nobody has set anything up yet. `/trust setup` in the channel does it.
admin-state-paused = *Check-ins and posts*: paused by an administrator.
admin-state-refused = *Check-ins and posts*: resting, because Slack did not let me write into the channel ({ $reason }). Once that is mended, `/trust settings` in the channel starts me again.
admin-state-refused-once = Check-ins and posts run, but Slack refused something I had to say in the channel on { $when } ({ $reason }).
admin-unclear = Nobody can tell whether the post that I handed over on { $when } appeared. Please look into the channel; if it isn’t there, post it again.
admin-state-well = All is well: check-ins and posts run.

# What the channel is told when something was changed; $who is a person as Slack writes them, "<@U…>".
change-week-skipped = { $who } planned a week off: I ask nobody in the week before { $when }, and no post comes then.
change-week-kept = { $who } took the week off back: the post on { $when } comes after all.
change-country = { $who } has me keep the public holidays of { $country }: I ask nobody on them.
change-country-none = { $who } has me keep no country’s public holidays any more.
change-act = { $who } has chosen what the next season is about: { $act }.
change-act-turn = { $who } leaves what the next season is about to its turn.
change-paused = { $who } paused check-ins and posts here. I ask nobody and post nothing until they start again.
change-resumed = { $who } started check-ins and posts again. The next post is due { $next }, if enough people have joined by then.
change-admins-added = From now on { $names } can change my settings here, says { $who }. That tells nothing about who takes part.
change-admins-removed = From now on { $names } can’t change my settings here any more, says { $who }.
change-exported = { $who } exported what I posted here so far, and the settings. There is nothing in it that this channel has not seen.
