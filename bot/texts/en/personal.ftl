# App Home: what a person sees and may change about themselves. It is for their own eyes; nothing here may depend on
# who else joined, or on how many, but for the sentence that check-ins have not begun.

home-own-eyes = Only you see this page.
home-next-check-in = The next meeting I may ask you about ends { $when }. After which one I do is drawn at random.

home-passed = *Why you were not asked today*
home-passed-line = • { $series }, { $when }: { $why }
home-why-second-try = this was a second draw for you, and I send that only to who hasn’t finished one this week.
home-why-not-yet = I’m just looking at it.
home-why-found-late = I noticed it more than two hours after its end, so I asked nobody.
home-why-resting = I was resting in this channel, so I asked nobody.
home-why-closed = the week was closing, so I asked nobody.
home-why-too-few = check-ins begin once enough people have joined. I don’t say how far it is.
home-why-too-many = so many meetings ended at once that Slack could not have carried my questions in time, so I asked nobody.
home-why-not-invited = you weren’t invited to it, by its calendar.
home-why-paused = you’re on a break.
home-why-absent = you told me you’re away.
home-why-away = your Slack status says you’re away.
home-why-holiday = it was a public holiday in your team’s country.
home-why-day-off = it wasn’t one of your working days.
home-why-quiet = you didn’t want to be disturbed, for longer than I may wait.
home-why-out-of-hours = it was outside your working hours, and your next working day began too late after it.
home-why-enough = I’ve asked you as often this week as you want to be asked.
home-why-other-drawn = another meeting of this week was drawn for you.
home-why-later = it wasn’t drawn for you; one of this week’s next meetings will be.
home-why-not-kept = something kept me from it, such as a break that has ended since. I don’t keep what it was.

home-hours-line = *Your working hours*: { $days }, { $begins } to { $ends } ({ $zone }, as Slack has it). I ask you at no other time.
home-often-line =
    { $most ->
        [one] *How often*: once a week at most, over all your teams.
       *[other] *How often*: { $most } times a week at most, over all your teams.
    }
home-hours = My hours …
home-often = How often …
home-stored = What is stored about me
home-delete = Delete me …

home-form-submit = Save
home-form-close = Cancel
home-form-done = Close
home-form-unknown = Choose one of these.
home-form-no-day = Choose the day from which I may ask you again.
home-form-day-over = Choose a day after today.
home-form-day-far = That is more than a year off. Choose an earlier day, or leave your teams; you can come back whenever you like.
home-form-no-days = Choose at least one day of the week.
home-form-no-time = Choose a time of day, such as 09:00.
home-form-short-day = This has to be at least an hour after the beginning, on the same day.

home-pause-title = Peace for a while
home-pause-about = I ask you nothing in any of your teams. A day that you choose counts from its midnight in { $zone }.
home-pause-how-long = How long?
home-pause-day = For a day
home-pause-week = For a week
home-pause-date = Until a day that I choose
home-pause-away = I’m away, until a day that I choose
home-pause-until = The day from which I may ask you again
home-pause-until-hint = Only where you choose the day yourself.

home-hours-title = My hours
home-hours-about = The times are in { $zone }, the zone that Slack has for you. After a meeting outside these hours I ask on your next working morning, or not at all.
home-hours-days = Working days
home-hours-from = From
home-hours-to = To

home-often-title = How often
home-often-about = Each question is two taps, and you can leave any of them be.
home-often-most = Ask me at most
home-often-times =
    { $times ->
        [one] once a week
       *[other] { $times } times a week
    }

home-stored-title = What is stored
home-stored-about = This is all I keep about you, as it is right now. Nobody else can open this window.
home-stored-nobody = • You have joined no team, so I keep no time zone, no hours and no status of yours.
home-stored-slack = • From Slack: you are { $user }, your time zone is { $zone }, your account is { $standing ->
        [full] a full one
       *[other] of another kind ({ $standing })
    }.
home-stored-hours = • Your working hours: { $days }, { $begins } to { $ends } ({ $zone }).
home-stored-often = • How often a week you want to be asked at most: { $most }.
home-stored-peace = • A break until: { $paused }. Away by your own word until: { $absent }. Away by your Slack status: { $away } (until: { $awayuntil }; the words of your status are not kept). Do not disturb, from { $quietfrom } until { $quietuntil }.
home-stored-yes = yes
home-stored-no = no
home-stored-none = none
home-stored-member =
    • You joined { $channel }: since { $day }, with version { $version } of the promise{ $asked ->
        [0] .
       *[other] ; I have sent you version { $asked }, too.
    }
home-stored-admin = • You may change the settings of { $channels }.
home-stored-asked = • In the last 14 days I asked you on: { $days }. Questions kept for that, asked or planned: { $planned }.
home-stored-messages = • Messages to you that I have promised or sent in the last 14 days: { $number }. Of those sent, the text is gone.
home-stored-changes = • Changes to a team’s settings that you made or that name you, kept for a year as the channel was told them: { $number }.
home-stored-invited = • Meetings to which a calendar invites you, kept until 14 days after they end: { $number }.
home-stored-resets = • Of starting again with somebody, as marks that name nobody: invitations of yours this week or so: { $asked }; that you ever used it: { $used }; that you take no invitations from somebody: { $blocks }.
home-stored-mark = • One mark that you are not to be written to. It is made with a key outside the database.
home-stored-sealed = *Not in this list:* whether you answered, and a note that is wrong one time in eight. Both lie in the sealed box of a week that is still open, if at all, and I open no box to show it. Once the week closes, they are gone. The workspace’s own questions lie in boxes like that for a quarter of the year.
home-stored-secret = *Nor this:* what lies between you and somebody with whom you start again, sealed until it ends, three working days at most, and that I’m to ask you a week later whether talking is easier. `/reset` shows you what is open. For 14 days there may be marks of whom you asked and of a time to talk that you suggested, and for as long as others wish, of who takes no invitations from you. They can’t be looked up by one person alone.
home-stored-elsewhere = Messages between us are kept by Slack. For a day I keep when I may next send you something, so that I stay within Slack’s limits. For an hour I keep a hash of each thing Slack told me, which names nobody, and when I last asked Slack about your status.

home-delete-title = Delete me
home-delete-submit = Delete me
home-delete-what = This ends all your memberships now. Your time zone, your hours, the days I asked you, roles you have here and messages that wait for you are deleted, and what is still open of yours is blanked, unread. Nobody is told.
home-delete-stays = *What stays:* one mark, made with a key outside the database, so that I never write to you again, unless you join a team yourself. For 14 days at most, marks of whom you asked to start again, so that nobody can be asked twice by somebody who deletes themselves in between. And what Slack keeps: the messages I have sent you. Sums that are published already hold nothing that could be taken out.
home-deleted = Done. I keep nothing about you but the marks that I told you of. If you ever want to come back, tap Join in a channel.
