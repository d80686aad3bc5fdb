# The weekly post. Nothing here names a meeting, a person, a count or a rate.

word-rarely = rarely
word-sometimes = sometimes
word-half = about half the time
word-mostly = mostly

post-first-step = *First step:* { $step }
post-recall = _Last week’s: { $recall }. Did it happen? Tell each other, not me._

# The headline on holding back. Variants follow each other from week to week.
post-held-back-warming-none = *Warming up.* The first word comes with the third reading; this week brought no new one.
post-held-back-warming = *Warming up ({ $number } of 3).* I wait for three readings before I say a word about this team.
post-held-back-first = *The first word: { $word }.* That is how often things stay unsaid in this team’s meetings. About half of it is still my starting guess, so hold it lightly.
post-held-back-changed = *Things stay unsaid { $word }* now; last time it was “{ $before }”. Words also move by chance two or three times a year.
post-held-back-same-1 = *Things stay unsaid { $word },* as before. No clear change.
post-held-back-same-2 = *Still { $word }.* That is how often something stays in that wanted out.
post-held-back-same-3 = *No clear change: { $word }.* A steady line says something about a team, too.
post-held-back-same-4 = *{ $word } is still the word* for how often things stay unsaid here.
post-held-back-none-1 = *No new reading: still { $word }.* The next one picks up where this one stopped.
post-held-back-none-2 = *Still { $word },* with no new reading this week. Nothing is lost; what was said waits for the next one.
post-held-back-none-3 = *No new reading this week,* so the word stays: { $word }.

post-arrow-up = ↗ Clearly more stays unsaid than eight weeks ago.
post-arrow-down = ↘ Clearly less stays unsaid than eight weeks ago.
post-arrow-steady = → About where it was eight weeks ago.
post-last-words = The last words, oldest first: { $words }

post-act = *This season: { $act }.* It happened { $word } lately.
post-act-warming = *This season: { $act }.* Too early for a word on it.
post-season-opens = *A new season: { $act }*
    { $about }

post-chart-title = How much stays unsaid
post-chart-series = Blurred level
post-chart-axis = 0 rarely, 100 mostly
post-chart-text = The line in figures, oldest reading first (0 is rarely, 100 is mostly): { $levels }
post-blurred = Blurred on purpose: no answer can be read off this, by anyone.
post-how-private = How it stays private
post-notification = { $title } · { $headline }

team-too-small = Check-ins are resting: this team needs at least five people who joined, and right now it has fewer. I’ll be quiet until then. There is nothing you need to do.
