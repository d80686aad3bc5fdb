# Setting up when a team meets, and when its weekly post comes.

weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday

meetings-form-title = When you meet
meetings-form-submit = Save
meetings-form-close = Cancel
meetings-readers-private = My weekly post can be read by everyone in this private channel. People see the meetings’ names in their private questions.
meetings-readers-public = This is a public channel: everyone in the workspace can read my weekly post. A private channel keeps it among you. People see the meetings’ names in their private questions.
meetings-zone = Time zone
meetings-zone-hint = As in Europe/Berlin or America/New_York. All the times below are in this zone.
meetings-row = Meeting { $number }
meetings-name = Name
meetings-name-hint = What you call it among yourselves, such as Monday planning. One-to-ones don’t belong here.
meetings-name-empty-hint = Leave the name empty to leave this meeting out.
meetings-day = Day
meetings-start = Starts at
meetings-length = Length in minutes
meetings-add = Add a meeting
meetings-post-day = Day of the weekly post
meetings-post-at = Time of the weekly post

meetings-name-missing = Give at least one meeting a name; without a meeting there is nothing to ask about.
meetings-name-long = That name is too long. { $most } characters are the most I can keep.
meetings-name-unprintable = There is a sign in this name that cannot be shown. Please type the name by hand, on one line.
meetings-twice = This is the same as a meeting above: same name, day and start. Change one of them, or empty this name.
meetings-too-many = I can follow { $most } meetings at most. Empty this name to leave the meeting out.
meetings-day-missing = Choose a day of the week.
meetings-time-wrong = Choose a time of day, such as 10:00.
meetings-length-wrong = Type whole minutes, from { $least } to { $most }.
meetings-zone-unknown = I don’t know this time zone. Type one like Europe/Berlin or America/New_York: a region, a slash and a city.
meetings-zone-nearly = I don’t know this time zone. Did you mean { $zone }?

meetings-line = *{ $name }*: { $weeks ->
    [one] every { $day }
   *[other] { $day } of every { $weeks } weeks
  }, { $start } to { $end } ({ $zone })
meetings-line-from = from { $date } on
meetings-line-skipped = without { $dates }
meetings-line-calendar = *{ $name }*: from a calendar
meetings-line-on-demand = *{ $name }*: whenever somebody who joined types `/checkin` after a meeting
meetings-post-line = *Weekly post*: every { $day } at { $at } ({ $zone })
meetings-done = *This is set up now.*
meetings-done-asked = Those who join are asked about one meeting a week, a few minutes after its end: about { $times }.
meetings-done-next = The next meeting ends { $when }; then I ask the first of those who joined.
meetings-done-post = The next post comes { $when }. Answers for it can be given until an hour before.
meetings-done-later = This week’s post stays where it was, { $when }, so that nobody’s time to answer changes. The new time holds from the week after.
meetings-done-joining = Check-ins begin once enough people have joined. I show nobody who joined, not even you.
meetings-done-close = Good
meetings-changed = { $who } has set up when this team meets. My weekly post comes every { $day } at { $at }. `/trust` in the channel shows the whole set-up.
meetings-otherwise = Take them from a calendar

# What set-up shows once it was done: each source of meetings, with buttons.
meetings-close = Close
meetings-start-again = Start again
meetings-resting = I’m resting here at the moment: nobody is asked and nothing is posted.
meetings-change = Change
meetings-remove = Remove
meetings-nothing-yet = There is no meeting yet. Add one that comes every week, or a calendar that has them.
meetings-add-weekly = Add a weekly meeting
meetings-add-calendar = Add a calendar
meetings-change-post = Time of the weekly post
meetings-by-title = Events with “{ $title }” in their title.
meetings-by-people = Events to which at least five of those who joined are invited.
meetings-feed-new = I’m about to read it for the first time.
meetings-feed-read = Last read { $when }.
meetings-feed-trouble = :warning: { $what } What I knew before still holds.

# Forms for one thing.
meetings-weekly-title = A weekly meeting
meetings-in-zone = Times are those of { $zone }; “Time of the weekly post” changes the zone.
meetings-every = Every how many weeks
meetings-first = From
meetings-first-hint = Weeks are counted from here. Leave it empty if it has always been there.
meetings-skipped = Dates without it
meetings-skipped-hint = One after the other, such as 2026-12-24, 2026-12-31.
meetings-calendar-title = A calendar
meetings-calendar-about = I read the calendar’s times, titles and invitations, and keep only start, end and which of those who joined are invited, only of events that count. Private questions show the name you type here, never a title of the calendar.
meetings-calendar-name-hint = What people see in their private questions, such as Project meetings.
meetings-address = Its secret address (iCal)
meetings-address-hint = Google: Settings of the calendar, “Secret address in iCal format”. Outlook: Shared calendars, “Publish a calendar”, the ICS link. I keep it encrypted and never show it again.
meetings-address-kept-hint = Leave this empty to keep the address I have. I don’t show it, not even to you.
meetings-title = Only events with this in their title
meetings-title-hint = Leave it empty to take every event to which at least five of those who joined are invited and have not declined. Talks between two people never count.
meetings-post-title = The weekly post
meetings-on-demand-title = After any meeting
meetings-on-demand-hint = What people see in their private question when somebody has typed /checkin after a meeting.
meetings-on-demand-name = the meeting that just ended
meetings-removal-title = Remove this?
meetings-removal = *{ $name }* goes, with everything I was still going to ask about its meetings. Questions that were sent stay open until the round closes.

meetings-name-empty = Give it a name; people see it in their private questions.
meetings-weeks-wrong = Type a whole number, from 1 (every week) to { $most }.
meetings-date-wrong = Type dates as year, month and day, such as 2026-12-24.
meetings-dates-many = { $most } dates are the most I can keep. Leave out those that are over.
meetings-twin = There is such a meeting already: same name, day and start. Change one of the three.
meetings-enough = I can follow { $most } weekly meetings at most. Remove one first.
meetings-enough-calendars = I can follow { $most } calendars at most. Remove one first.
meetings-source-gone = Somebody has removed this in the meantime, so there is nothing to change. Please close this and look again.
meetings-needs-title = I may not read e-mail addresses here, so I can’t tell who is invited. Type a word that is in the title of the team’s meetings.

# To the channel: one sentence a change, without a meeting’s name.
meetings-changed-weekly = { $who } has changed when this team meets. `/trust` in the channel shows the whole set-up.
meetings-changed-calendar = { $who } has connected a calendar to this team. I read its times, titles and invitations, and keep start, end and which of those who joined are invited, only of the team’s meetings. `/trust` in the channel shows the whole set-up.
meetings-changed-removed = { $who } has removed one of the places where I find this team’s meetings. `/trust` in the channel shows what is left.
meetings-changed-on-demand = { $who } has changed what I call a meeting of which somebody tells me that it ended.

# To the administrators, about a calendar.
meetings-calendar-read = I can read the calendar *{ $name }*, and look into it again every quarter of an hour.
meetings-calendar-found = { $number ->
    [0] No event of the next four weeks has that in its title; please look whether the word is right.
    [one] One event of the next four weeks counts.
   *[other] { $number } events of the next four weeks count.
  }
meetings-calendar-trouble = I can’t read the calendar *{ $name }* just now. { $what } What I knew before still holds, and I try again by myself; `/trust setup` in the channel lets you change it.

# Why a calendar cannot be read; each stands alone.
feeds-no-address = This is no address of a calendar. It begins with https:// and often ends in .ics.
feeds-not-https = I only read calendars over https. Use the address that begins with https://.
feeds-with-password = This address has a name or password before the host. Use the calendar’s secret address instead.
feeds-private = This address leads into a private network, and I only read calendars from the open internet.
feeds-unknown-host = I can’t find the server in this address. Please check that all of it was copied.
feeds-certificate = The server’s certificate is not valid, so I can’t be sure whom I would be reading from.
feeds-redirects = The address leads on and on to other addresses. Use the one that it ends at.
feeds-closed = The server doesn’t let me in. Use the calendar’s secret or published address, which needs no sign-in.
feeds-gone = There is no calendar at this address any more. Copy it again from the calendar’s settings.
feeds-away = The server did not answer as it should.
feeds-slow = The server took too long to answer.
feeds-large = The calendar is too large for me: five megabytes are the most I read. Use one that holds fewer old events.
feeds-no-calendar = What is at this address is no calendar, perhaps a web page. Use the iCal address, not the page’s.
feeds-broken = The calendar holds something that I can’t make sense of.
feeds-restless = The calendar holds an event that repeats all day long, many times an hour. I don’t follow such calendars; remove that event.
feeds-too-much = The calendar holds more events than I can follow. Use one that holds the team’s meetings only.
feeds-too-long = The calendar took too long to work out, so I gave up on it. Use one that holds the team’s meetings only.
feeds-no-key = An address like this is a secret, and I have no key to keep it with. Whoever runs me needs to set TOKEN_KEY; then try again.
feeds-slack = Slack did not tell me who is who just now.

# /checkin
checkin-help = `/checkin` is about this team’s meetings. Only you see what it answers.
checkin-help-now = `/checkin`: our meeting just ended; for those who joined
checkin-help-skip = `/checkin skip`: ask nobody after the next meeting; for those who set this team up
checkin-help-pause = `/checkin pause` and `/checkin resume`: a week of peace for yourself, in all your teams, and its end
checkin-help-where = Commands work in the channel, not in a thread. An open check-in waits in our messages until the time shown there.
checkin-now-noted = Thank you, noted. A few minutes after a meeting I ask those who joined, each about one of the week’s meetings, drawn at random. A meeting counts once however I learn of it, and I take one such word an hour from a team.
checkin-now-not-joined = Only people who joined here can tell me that a meeting has ended. `/trust join` in the channel does it.
checkin-now-paused = I’m resting in this channel at the moment, so nobody is asked. `/trust` says more.
checkin-now-not-set-up = Nobody has told me yet when this team’s weekly post should come, so I can’t begin. Anyone here can, with `/trust setup`.
checkin-skip-nothing = No meeting is planned before the weekly post, so there is nothing to leave out. Dates further ahead can be left out in `/trust setup`.
checkin-skip-done = All right: nobody is asked after the next meeting. I’ve told the channel.
checkin-skip-done-when = All right: nobody is asked after the meeting that ends { $when }. I’ve told the channel.
checkin-skip-notice = { $who } has asked me to leave out the check-in after this team’s next meeting.
