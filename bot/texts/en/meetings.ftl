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

meetings-line = *{ $name }*: every { $day }, { $start } to { $end } ({ $zone })
meetings-post-line = *Weekly post*: every { $day } at { $at } ({ $zone })
meetings-done = *This is set up now.*
meetings-done-next = The next meeting ends { $when }. A few minutes later I ask some of those who joined; over the week I ask each person about one meeting.
meetings-done-post = The next post comes { $when }. Answers for it can be given until an hour before.
meetings-done-later = This week’s post stays where it was, { $when }, so that nobody’s time to answer changes. The new time holds from the week after.
meetings-done-joining = Check-ins begin once enough people have joined. I show nobody who joined, not even you.
meetings-done-close = Good
meetings-changed = { $who } has set up when this team meets. My weekly post comes every { $day } at { $at }. `/trust` in the channel shows the whole set-up.
