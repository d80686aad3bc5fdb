# Two people starting again. A direct message names nobody: a name appears in a window, after a tap. What the asker
# reads is the same whatever becomes of an invitation.

resets-help = `/reset` helps two people start again after a talk went wrong: each takes back their own part, and then they talk.
resets-help-alone = `/reset`: choose who it is for: just you, you and someone, or the whole team
resets-help-with = `/reset @name`: with this person. They are asked in private, and only you hear of it if they say yes.
resets-help-team = `/reset team`: a sentence for the channel, with which a whole team can begin its next meeting afresh
resets-help-settings = `/reset settings`: the page that says where to turn when this is not the way; for the workspace’s administrators
resets-help-kept = What is written is sealed, read in a window only, and destroyed when both have read it, when one of you stops, or after three working days.
resets-unknown-word = I don’t know that word. Choose one person with `/reset @name`, or see `/reset help`.
resets-one-person = One person at a time: `/reset @name`.

resets-title = Start again
resets-close = Close
resets-cancel = Leave it

## Choosing

resets-start-intro = After a talk that went wrong, somebody can say “let’s start again”, and each takes back their *own* part: what they felt, and what they did with it. It is not an apology, and not a second round of the argument.
resets-start-whom = *With someone.* Choose who; nothing is sent yet.
resets-start-choose = Choose a person
resets-start-alone = Just for me
resets-start-team = For the whole team
resets-start-open = *It can go on here:*
resets-start-open-with = You and { $who }
resets-start-open-other = Something is here for you
resets-start-go-on = Open

## Alone

resets-alone-intro = A list to recognise yourself in, and three questions for yourself. *Nothing here is stored and nothing is sent*: there is no field to fill in. Take a sheet of paper, or just think.
resets-alone-end = If you then want to say it to someone, you can do that without me. Say your part, ask for nothing, and leave the argument itself for later.

## The gate

resets-gate = *First: this is not for harassment, discrimination, or where somebody is not safe.* Nobody owes anybody a fresh start there.
resets-gate-way = For those, this is your workspace’s formal way: { $link }
resets-gate-no-way = For those, use your organization’s formal ways, or talk to somebody you trust.
resets-gate-link = where to turn
resets-gate-power = You and { $who }: *do you have a say in this person’s work, pay or reviews?*
resets-gate-power-why = If you do, you go first: you write your part and hand it over, and they owe you nothing. If not, I ask them whether they would like to.
resets-gate-equal = No, we are equals
resets-gate-has-power = Yes, I have

resets-refused-self = Starting again with oneself works without me: `/reset`, then “Just for me”.
resets-refused-bot = That is an app, and apps have nothing to take back. Choose a person.
resets-refused-guest = That is a guest here, and I leave guests in peace. Talk to them directly, if you can.
resets-refused-stranger = That person belongs to another organization, and there I can’t keep my promise. Talk to them directly, if you can.
resets-refused-deactivated = That account is deactivated, so nobody would read it.
resets-refused-asker = This works between full members of the workspace only.
resets-asked-before = You have asked this person within the last 14 days. Once in that time is enough; let it rest for now.
resets-asked-enough = You have asked { $most } people within a week. Starting again takes quiet; take up the next one in some days.

## Asking

resets-asked = I’ll tell you if they take it up. If you hear nothing in three working days, let it rest.
resets-asked-why = Not hearing can mean anything or nothing: I never say whether somebody read it or said no.
resets-take-back = Take it back
resets-passed-on = I’ll pass it on. They owe you nothing. I’ll tell you if they write back; if you hear nothing in three working days, let it rest.
resets-stopped = Nothing of it is left here, whatever there was.

## Messages: they name nobody

resets-notification = A minute for you, when it suits.
resets-step-invited = A colleague would like to start again with you after a talk that went wrong. Who it is, you see when you open this. You are free to say no, and nobody is told if you do.
resets-step-taken_up = They would like to start again, too. You can each write your part after twenty minutes of quiet.
resets-step-revealed = Both are ready. You can read each other’s part now.
resets-step-handed = Somebody has written down their own part in a talk that went wrong. It asks nothing of you. Who it is, you see when you open this.
resets-step-answered = Something was written back to you.
resets-step-until = Whatever is not taken up or read goes by itself after three working days.
resets-step-open = Open
resets-talk-message = Somebody you are starting again with suggests to talk at { $when }. If that suits, just come; if not, tell them directly.

## The invitation

resets-invitation = *{ $who } would like to start again with you.* If you say yes, each of you writes down their own part, alone, and you read each other’s only when both are ready. Then you talk for a quarter of an hour.
resets-invitation-free = Saying no is fine. They are not told, and cannot tell it from not having read this.
resets-invitation-yes = Yes
resets-invitation-no = Not this time
resets-never-again = No invitations from this person
resets-what-is-this = What is this?
resets-declined = All right. Nobody is told.
resets-declined-for-good = All right. Nothing from this person reaches you through `/reset` any more, and they are not told. My Home tab undoes that.

## Before writing

resets-lobby = *You and { $who } start again.* Both can write from { $when } on; some quiet first helps. You find it in our messages, or with `/reset`.
resets-lobby-other-time = Would another time suit you better? It holds once the other agrees; until then the one above does.
resets-lobby-suggested = You suggested { $when }. It holds once the other agrees.
resets-lobby-offered = The other suggests { $when }.
resets-lobby-agree = That suits me
resets-until = Until { $when }. What is unread then is destroyed.
resets-stop = Stop, and destroy it
resets-time-does-not-fit = That time doesn’t fit: it has to come after the quiet, and before this ends. The time that was there still holds.

## Writing

resets-form-intro = *Your own part, for { $who }.* What they did is theirs to say.
resets-form-hands-over = *Your own part, for { $who }.* It is handed over when you say so, and asks for nothing.
resets-form-copy = They can copy what you write. Share what you would be all right hearing repeated.
resets-form-felt = What I felt
resets-form-felt-hint = A plain word or two is plenty: small, angry, passed over, afraid of looking stupid.
resets-form-did = What I did to protect myself
resets-form-did-hint = The list above may help.
resets-form-passed-on = What I passed on to you that was not yours
resets-form-passed-on-hint = Pressure from elsewhere, an old story, a bad morning. Leave it empty if there was nothing.
resets-form-ready = I’m ready
resets-form-hand-over = Hand it over
resets-form-save = Save draft
resets-form-saved = Saved. You find it again with `/reset`; nobody else can read it.
resets-form-empty = A few words are needed here.

resets-defences = *How people protect themselves*
resets-defence-rationalizing = *Explaining it away:* “There was simply no other way to do it.”
resets-defence-projecting = *Seeing mine in you:* “You’re the one who is annoyed.”
resets-defence-displacing = *Passing it on:* my manager leaned on me, and I leaned on you.
resets-defence-denying = *Denying:* “I’m fine. Nothing happened.”
resets-defence-blaming = *Blaming:* “This is what I get for trusting you with it.”
resets-defence-generalizing = *Making it bigger:* “It is always like this with your team.”
resets-defence-suppressing = *Swallowing:* I said nothing, and was short with you all week.
resets-defence-joking = *Joking it away:* I made everybody laugh, so that we need not talk about it.
resets-defence-sarcasm = *Sarcasm:* “Well, that was brilliant.”

resets-waiting = You’re ready. When { $who } is, too, I’ll tell you, and you can read each other’s part. Neither can be read before.
resets-written-back = It’s on its way. They can read it once, here, and then it is destroyed.

## Reading

resets-reading = *From { $who }.* Read it once slowly. It is about their part; yours is not in question here.
resets-reading-owes = *From { $who },* who has a say in your work. It asks nothing of you: no answer, no forgiveness. If you close it, nobody is told; they hear from you only if you write back.
resets-reading-nothing = (left empty)
resets-reading-done = I’ve read it
resets-write-back = Write back
resets-put-away = Close it
resets-closed = Closed and destroyed. Nobody is told.

## Talking

resets-talk = *Now talk for fifteen minutes,* you and { $who }: in person, or by voice.
resets-talk-listen = Listen to the end before you answer, and say back what you heard.
resets-talk-own = Stay with your own part; the matter itself can wait for another day.
resets-talk-when = Suggest a time. I tell them, once, without a name.
resets-talk-told = I’ll tell them: { $when }.
resets-talk-suggested = You have suggested a time already. Now it is best to speak to each other directly.
resets-talk-does-not-fit = That time doesn’t fit: choose one within the next two weeks.

resets-ended = This is over: taken back, read, or past its time. Nothing of it is left.

## A week later

resets-week-later-why = One tap, counted with everybody’s in the workspace and blurred like all answers. Nobody sees yours, and not answering is fine.
resets-week-later-thanks = Thank you. It’s sealed with the others’.

## For the whole team

resets-team-preview = This is what I would write into the channel. Only you see it so far.
resets-team-post = Post in the channel
resets-team-posted = It’s on its way. I don’t say who asked for it.
resets-team-nudge = *Shall we begin our next meeting afresh?* Before the first item, anyone who wants to says one sentence: what they felt last time, and what they did with it. No answers, no advice, five minutes. For two people who want to start again, there is `/reset`.

## Settings

resets-settings-title = About /reset
resets-settings-way = Address of your formal way
resets-settings-way-hint = A page that says where to turn with harassment, discrimination or danger. It begins with https://. Empty: a general sentence is shown.
resets-settings-save = Save
resets-settings-wrong = Please give one address that begins with https://, of 300 characters at most.
resets-settings-saved = Saved. It is shown before every reset.
resets-settings-not-admin = Only the workspace’s administrators can change this.

## In App Home

resets-home-blocked = You take no `/reset` invitations from some people. I keep no list of who they are.
resets-home-allow = Allow everybody’s again
