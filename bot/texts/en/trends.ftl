# The weekly post. Nothing here names a meeting, a person, a count or a rate.
# Texts that end in a number are variants: they follow each other from week to week, so that a year can be read.

word-rarely = rarely
word-sometimes = sometimes
word-half = about half the time
word-mostly = mostly

post-first-step = *First step:* { $step }
post-recall-1 = _Last week’s: { $recall }. Did it happen? Tell each other, not me._
post-recall-2 = _Last week’s: { $recall }. Did anyone try? That is for you to tell each other, not me._
post-recall-3 = _Last week’s: { $recall }. If it happened, half a minute among yourselves is worth it; I need not know._
post-recall-older = _Last time’s: { $recall }. Did it happen? Tell each other, not me._

## The headline on holding back

post-warming-1 = *Warming up ({ $number } of 3).* With the third reading I have a first word for this team.
post-warming-2 = *Warming up ({ $number } of 3).* One more reading, then there is a first word.
post-warming-none-1 = *Warming up ({ $number } of 3).* No new reading this week, which is nothing unusual.
post-warming-none-2 = *Warming up ({ $number } of 3).* This week brought no new reading, and there is no hurry.
post-warming-none-3 = *Warming up ({ $number } of 3).* No new reading this week; what is above needs none.

post-first = *The first word: { $word }.* That is how often something stays unsaid in this team’s meetings. About half of it is still my starting guess, so hold it lightly.

post-changed-1 = *A new word: { $word }.* Until now it was _{ $before }_. Words also move by chance two or three times a year.
post-changed-2 = *The word is { $word } now,* and it was _{ $before }_ before. It may mean something or nothing: words also move by chance, two or three times a year.
post-changed-3 = *The word has moved from { $before } to { $word }.* Give it a few weeks before you believe it: words also move by chance two or three times a year.

# The word stays, and there is nothing from eight weeks ago to compare it with.
post-same-1 = *Still { $word }.* That is how often something stays in that wanted out.
post-same-2 = *The word stays: { $word }.* It remembers about seven rounds, so it is slow on purpose.
post-same-3 = *As before: { $word }.* It is too early to compare it with anything.
post-same-4 = *The word is { $word }, as it was.* Most weeks are like this one.

# The word stays, and there is no clear change against eight weeks ago.
post-steady-1 = *No clear change: { $word }.* What moved in eight weeks is too little to be told from chance.
post-steady-2 = *Still { $word }.* No clear change against eight weeks ago.
post-steady-3 = *Unchanged: { $word }.* Most weeks bring no clear change, and this is one of them.
post-steady-4 = *The word is as before: { $word }.* No clear change.
post-steady-5 = *No clear change: still { $word }.* What people do in a meeting changes sooner than what I can see of it.
post-steady-6 = *Again { $word }.* No clear change in eight weeks; what is above does not wait for one.
post-steady-7 = *The same word: { $word }.* Against eight weeks ago there is no clear change.
post-steady-8 = *The word stays { $word }.* No clear change and no news, and that is all right.
post-steady-9 = *No clear change this week: { $word }.* Slow is how this moves.
post-steady-10 = *No news from me: { $word }, no clear change.* The news would be what you tried.

# The word stays, and is not compared because people came into the small channel or left it.
post-rests-1 = *Still { $word }.* The team has changed; we compare afresh.
post-rests-2 = *The word is { $word }.* No arrow for now: the team has changed, and we compare afresh.
post-rests-3 = *As before: { $word }.* The team is not quite the one of eight weeks ago, so I leave the comparison out.
post-rests-4 = *Again { $word }.* The arrow is resting, because the team has changed.

# The word stays, and there is a clear change against eight weeks ago.
post-up-1 = *↗ Clearly more stays unsaid than eight weeks ago.* The word is _{ $word }_.
post-up-2 = *↗ Against eight weeks ago, clearly more stays unsaid.* The word for it: _{ $word }_. Nobody has to explain it; one small thing tried is enough.
post-up-3 = *↗ More stays unsaid here than eight weeks ago, clearly so.* The word: _{ $word }_.
post-down-1 = *↘ Clearly less stays unsaid than eight weeks ago.* The word is _{ $word }_.
post-down-2 = *↘ Against eight weeks ago, clearly less stays unsaid.* The word for it: _{ $word }_. Whatever you have been doing, keep some of it.
post-down-3 = *↘ Less stays unsaid here than eight weeks ago, clearly so.* The word: _{ $word }_.

post-none-1 = *No new reading: still { $word }.* The next one picks up where this one stopped.
post-none-2 = *Still { $word },* with no new reading this week.
post-none-3 = *A week without a new reading.* The word stays _{ $word }_, and nothing is wrong.
post-none-4 = *No new reading this week,* so the word is the one you know: _{ $word }_.
post-none-5 = *The word stays { $word }.* No new reading this week; what is above works without one.

# Below a changed word.
post-arrow-up = ↗ Clearly more stays unsaid than eight weeks ago.
post-arrow-down = ↘ Clearly less stays unsaid than eight weeks ago.
post-arrow-steady = Against eight weeks ago there is no clear change yet.
post-arrow-rests = The team has changed; we compare afresh, and the arrow rests.

# $words are the last words, oldest first, each with how often it came in a row where that is more than once.
post-last-words = How often things stay unsaid, in the last { $count } words: { $words }
post-last-words-alike = How often things stay unsaid, in the last { $count } words: all _{ $word }_.
post-word-repeated = { $word } × { $count }

## The season

post-act-warming-1 = *This season: { $act }.* It gets a word with its third reading.
post-act-warming-2 = *In focus: { $act }.* No word on it yet.
post-act-warming-3 = *This season: { $act }.* Too early for a word on it.
post-act-wordless = *This season: { $act }.* It had too few readings for a word.
post-act-first = *This season: { $act }.* A first word on how often it happens: _{ $word }_. About half of that is my starting guess, too.
post-act-changed = *This season: { $act }.* How often it happens: _{ $word }_ now, _{ $before }_ before.
post-act-same-1 = *This season: { $act }.* How often it happens: _{ $word }_.
post-act-same-2 = *In focus: { $act }.* The word for how often it happens is _{ $word }_.
post-act-same-3 = *This season: { $act }.* Still _{ $word }_.

post-opening = *A new season: { $act }*
    { $about }

post-closing = *The end of a season: { $act }*
post-closing-act-moved = Its first word was _{ $first }_, its last is _{ $last }_.
post-closing-act-stayed = Its word was _{ $word }_, from first to last.
post-closing-act-one = It came to one word: _{ $word }_.
post-closing-act-none = It had too few readings for a word. Some seasons are like that.
post-closing-held-back-moved = How often things stay unsaid: _{ $first }_ at the beginning, _{ $last }_ at the end.
post-closing-held-back-stayed = How often things stay unsaid: _{ $word }_, at the beginning and at the end.
post-closing-barrier = Across the whole workspace, what it mostly is when things stay unsaid: “{ $answer }”.
post-closing-change = Across the whole workspace, whether anything has changed because of what people said: “{ $answer }”.
post-closing-next = Next comes *{ $act }*.

## Chart and small print

post-chart-title = How much stays unsaid
post-chart-series = Blurred level
post-chart-axis = 0 rarely, 100 mostly
post-chart-text = The line in figures (0 is rarely, 100 is mostly): { $levels }
post-blurred = Blurred on purpose: no answer can be read off this, by anyone.
post-how-private = How it stays private
post-notification = { $title } · { $headline }

## The reset nudge: in place of a practice, where much is held back

reset-nudge-1 =
    When much stays in, a meeting starts with the leftovers of the one before. So begin the next one afresh: before the first item, whoever likes says in one sentence what they bring along from last time, and nobody answers it.
    .title = Begin the next meeting afresh
    .first-step = Ask for five minutes at the start, and make the first sentence your own.
    .recall = beginning the meeting afresh
reset-nudge-2 =
    Everyone has ways of staying safe: a joke, a vague answer, pressure handed on. Give the next meeting a start in which whoever likes names one of their own from the last weeks, and all that the others say to it is thank you.
    .title = Start again, each with your own part
    .first-step = Whoever leads goes first, with something small of theirs, and then leaves a minute open.
    .recall = starting again, each with our own part
reset-nudge-3 =
    Leave the last meeting where it lies, and talk about the one you are in. A few wishes for the next hour do more than an explanation of the hour before.
    .title = Begin with what you wish for
    .first-step = Open with “What would make this a good hour for you?”, and hear three people before anyone replies.
    .recall = beginning with what we wish for
reset-nudge-4 =
    Say together that the next meeting counts as a new one: what went wrong before is not brought up as proof of anything. It sounds like little, and it takes a weight off the table that everyone had felt.
    .title = Draw a line together
    .first-step = Before the first item somebody says “We start again here”, and you all leave it ten seconds of quiet.
    .recall = drawing a line together
reset-nudge-5 =
    Before the next meeting turns to its items, ask what each of you would like to have off their chest, and give it ten minutes in which nothing is decided. It is all right if somebody has nothing, and all right if it stays quiet for a while.
    .title = Ten minutes before the items
    .first-step = Write “open start” at the top of the agenda, and keep to the ten minutes.
    .recall = ten open minutes before the items
reset-nudge-6 =
    Some things stay between us because nobody knows how to come back to them. Agree on one short sentence with which anybody may ask to take a moment again, without an apology and without a second round of it.
    .title = A sentence for taking it again
    .first-step = Choose the sentence at the start of the next meeting: “Can we take that again?” is a good one.
    .recall = having a sentence for taking a moment again

# Below a nudge.
post-nudge-reset-1 = And where it is between two people: `/reset` in the channel helps two start again. Nobody else sees that you typed it.
post-nudge-reset-2 = If it is one person you would like to start again with, type `/reset` in the channel; the first step is yours alone, and nobody else sees it.

## In private

history-title = *All that I have said about this team so far.* Only you see this.
history-empty = I have said nothing about this team yet. A word comes with the third reading, and a reading needs answers from five people.
history-season = *Season { $number }: { $act }*
history-held-back = How often things stay unsaid: { $words }
history-act = How often it happened: { $words }
history-no-word = no word
history-figures = The line in figures (0 is rarely, 100 is mostly): { $levels }
history-earlier = Earlier
history-later = Later

team-too-small = Check-ins are resting: this team needs at least five people who joined, and right now it has fewer. I’ll be quiet until then. There is nothing you need to do.
trends-unknown-act = I don’t know that one. Choose one of the five, or leave it to their turns.
