# The small things to try. Which one is for which situation: config/practices.yaml.
# Each has two sentences; .title has at most 60 characters and .first-step is one sentence, doable in the next meeting.
# .recall goes on from "Last week's:", so it begins small and ends without a full stop.
# None asks anybody to tell who answered what, or to talk about the word or the arrow.

## Letting others see

practice-open-with-a-doubt =
    Whoever leads the next meeting starts by naming one thing they are not sure about. A doubt at the top of the table makes doubts further down easier to say.
    .title = Open with a doubt of your own
    .first-step = In your first minute, finish this sentence aloud: “The part of today I am least sure about is …”.
    .recall = the lead opening with a doubt of their own

practice-harder-than-it-looked =
    When we report on our work we mostly list what is done. Add one part that was harder than it looks from outside, and leave it at that: nobody has to mend it.
    .title = One thing that was harder than it looked
    .first-step = When it is your turn to report, add “and this part was harder than I thought”.
    .recall = saying which part was harder than it looked

practice-small-mistake-early =
    Pick a mistake of your own that cost minutes rather than days, and say what you do differently now. Told lightly and early, it shows that mistakes can be said here before they grow.
    .title = Tell a mistake while it is small
    .first-step = Before the last item, tell one in two sentences: what happened, and what you have changed.
    .recall = telling a mistake while it was still small

practice-arrive-in-three-words =
    Begin with a minute in which whoever likes says in three words how they come in today. Nobody comments and nobody asks why; it is only so that we know who is in the room.
    .title = Arrive in three words
    .first-step = Give the first minute to it, and let “pass” be an answer like any other.
    .recall = arriving in three words

practice-ask-for-one-thing =
    Asking for help shows a soft spot, and it gives somebody else the chance to be kind. Ask for one thing that would make your week lighter, small enough that a person could say yes on the spot.
    .title = Ask for one thing that would help
    .first-step = Name one thing that an hour of somebody’s time would solve for you.
    .recall = asking for one small thing that would help

practice-changed-my-mind =
    Whoever leads tells the team of one opinion about our work that they used to hold, and why they let it go. It shows that a view can be put down here as freely as it was picked up.
    .title = Say where you changed your mind
    .first-step = Open one item with “I used to think …, and now I think …”.
    .recall = saying where we had changed our minds

practice-half-a-thought =
    Much stays unsaid because it is not worked out yet. Agree on two or three words that mark a thought as unfinished, so that others handle it gently and nobody is held to it later.
    .title = Let half-finished thoughts in
    .first-step = Once in the next discussion, begin with “Half a thought:” and see what the others make of it.
    .recall = saying thoughts while they were half finished

practice-what-stays-here =
    People weigh their words by where those may turn up later. Whoever leads says which part of the meeting will be written down and which part stays here, and then everybody keeps to it.
    .title = Agree on what stays in the room
    .first-step = Open with one sentence on what goes into the notes today and what does not.
    .recall = agreeing on what stays in the room

practice-what-got-easier =
    What gets easier mostly does so unnoticed, and then it slips away again. Tell the others one thing that you can ask or say here now and would have kept to yourself some months ago.
    .title = Say what has become easier
    .first-step = Take two minutes near the end for it, for whoever has one to tell.
    .recall = saying what has become easier to say here

practice-what-is-not-known-yet =
    Whoever leads names one thing that is not decided or not known yet, and says when there may be more to tell. Silence about it gets filled with guesses, and guesses are seldom kind.
    .title = Say what you do not know yet
    .first-step = Open with “What I do not know yet is …, and I expect to hear by …”.
    .recall = the lead saying what is not known yet

## Saying how it landed

practice-thank-exactly =
    “Great work” is kind and says very little. Say what the person did and what it made possible for you: that is easier to believe, and it is good practice for the harder kind.
    .title = Thank someone for something exact
    .first-step = Before you close, thank one person for one thing they did this week, and name the thing.
    .recall = thanking someone for something exact

practice-say-it-back =
    Before you answer a point you disagree with, say in your own words what you took from it. It costs half a minute, and now and then it turns out that you were disagreeing about something else.
    .title = Say back what you heard
    .first-step = Once in the next meeting, begin your answer with “What I took from that is …, is that right?”
    .recall = saying back what we heard before answering it

practice-ask-how-it-landed =
    After announcing or deciding something, whoever leads asks how it came across and waits longer than feels comfortable. Then they say thank you for what comes, and explain nothing for a while.
    .title = Ask how it landed
    .first-step = After your next announcement ask “What about this sits badly with you?” and count silently to eight.
    .recall = asking how a decision landed, and waiting for the answer

practice-keep-and-change =
    At the end, look at the meeting and not at the people in it: one thing about how we met that we keep, and one that we do differently next time. It is a mild place to learn to say both in one breath.
    .title = One thing to keep, one thing to change
    .first-step = Keep the last four minutes free and ask for one of each, from whoever wants to.
    .recall = closing with one thing to keep and one to change

practice-from-your-side =
    What hurts is usually the verdict and seldom the fact. Say what happened and what it did to your day or your work, and stop before the part about what the other person is like.
    .title = Say it from your side
    .first-step = If something bothers you, try “When … happened, I …”, and put the full stop there.
    .recall = saying it from our own side, without a verdict

practice-while-it-is-fresh =
    A small annoyance that is kept grows larger and vaguer. Agree that such things are said within a day or two, between the two people they are about, and that hearing one is not being accused.
    .title = Say it while it is a day old
    .first-step = Agree today on the words that open such a talk, for instance “Have you got five minutes for something small?”
    .recall = saying small things while they were a day old

practice-the-weakest-part =
    When you show a piece of work, do not ask whether it is all right; ask which part is the weakest. People who would never attack what you made will gladly answer a question about it.
    .title = Ask for the weakest part
    .first-step = End your next presentation with “Which part of this would you make differently, and how?”
    .recall = asking for the weakest part of our own work

practice-what-we-spare-each-other =
    People who get on well leave a good deal out, from kindness. Ask which subject we usually step around and what that costs the work, and keep every person out of the answer.
    .title = Talk about what we spare each other
    .first-step = Take five minutes for “Which subject do we usually step around?”, where a single word is answer enough.
    .recall = talking about what we spare each other

practice-advice-on-your-part =
    Whoever leads chooses one thing that they do in these meetings and asks for advice on it. Advice is easier to give than criticism, and it usually brings the same news.
    .title = Ask for advice on your own part
    .first-step = Before the end ask “What could I do otherwise here, next time?”, write the answers down and defend none of it.
    .recall = the lead asking for advice on their own part

practice-what-you-needed =
    After a talk that went badly we mostly know what the others should have done. Say what you would have needed instead: that is harder to argue with, and easier to give.
    .title = Say what you would have needed
    .first-step = Let one complaint end with “and what would have helped me is …”.
    .recall = saying what we would have needed

practice-praise-that-stands =
    Praise is so often the wrapping of something else that people sit and wait for the “but”. Say what was good and stop there; what was not so good gets a moment of its own, on another day.
    .title = Let praise stand
    .first-step = Say one good thing about somebody’s work, with no “but” and no second sentence.
    .recall = letting praise stand, without a “but”

practice-what-you-did-with-it =
    People stop telling us things when they cannot see them arrive. Whoever leads picks one thing they were told in the last months and says what they do differently since.
    .title = Say what you did with it
    .first-step = Begin with “I was told that …, and since then I …”, and leave out by whom.
    .recall = the lead saying what became of something they were told

## Asking the hard question

practice-settled-long-ago =
    Whoever leads asks what we are treating as settled that nobody has looked at for a year. Collect the answers without defending anything, then choose one to look at properly.
    .title = Look again at something settled
    .first-step = Take five minutes, write every answer down where all can see it, and argue about none of them.
    .recall = looking again at something settled long ago

practice-case-against =
    Before a decision, somebody offers to make the best case against it, with everyone’s blessing and for three minutes only. A doubt that was asked for is easier to say and easier to hear.
    .title = Let someone make the case against it
    .first-step = Before the next decision ask “Who will argue against it for us?”, and change the person each time.
    .recall = letting someone make the case against a decision

practice-what-would-change-our-mind =
    For a plan that everybody likes, ask what we would have to see to give it up. Write the answer beside the plan, so that turning back later is keeping our word and not breaking it.
    .title = Ask what would change our mind
    .first-step = Ask it about one plan on the table and note the answer where everyone can find it.
    .recall = asking what would change our mind

practice-a-newcomers-eyes =
    Imagine that somebody starts with us tomorrow and has only polite questions. Which of our habits would they ask about first, and would we have a good answer?
    .title = Look with a newcomer’s eyes
    .first-step = Let whoever likes name one habit that would puzzle a newcomer, and take the first one seriously.
    .recall = looking at our habits with a newcomer’s eyes

practice-what-the-question-is-for =
    Before you ask something that may sting, say what you are asking it for. With the purpose in front, a question is hard to mistake for a jab.
    .title = Say what the hard question is for
    .first-step = Begin one such question with “I want this to go well, so I have to ask”.
    .recall = saying what a hard question is for

practice-not-the-first-yes =
    When everyone agrees at once, whoever leads holds the decision for two minutes and asks what nobody has thought of yet. If the agreement is real, it will still be there.
    .title = Wait two minutes after a quick yes
    .first-step = At the next quick yes, ask “Who can see a way in which this goes wrong?” before you move on.
    .recall = waiting two minutes after a quick yes

practice-who-is-this-step-for =
    Choose a rule, a form or a step that nobody here likes, and ask whom it serves. If somebody knows, we have learned something; if nobody does, one of us finds out.
    .title = Ask who a step is for
    .first-step = Name one such step today, and agree who will ask about it and by when.
    .recall = asking whom an unloved step is for

practice-how-sure-am-i =
    “I am about six in ten sure” lets you say a thing without standing or falling by it. It also tells the others how hard they may lean on it.
    .title = Say how sure you are
    .first-step = With your next opinion, say how sure you are on a scale from one to ten.
    .recall = saying how sure we are

practice-in-threes-first =
    A question that is too big for the whole room is often all right among three. Split up for five minutes, and let each group bring back one answer that belongs to all three.
    .title = Talk in threes first
    .first-step = Put the main question of the day to groups of three before you discuss it together.
    .recall = talking in threes first

practice-two-quiet-minutes =
    Everybody thinks and jots something down, for themselves, before the discussion starts. Those who need a little longer to find their words get in before the quick ones have settled it.
    .title = Two quiet minutes before we talk
    .first-step = Before the main item, keep two minutes of silence, and then hear three people before anyone replies.
    .recall = keeping two quiet minutes before talking

practice-questions-on-paper =
    A question that is hard to say aloud can often be written. Everybody writes down one that the plan ought to be able to answer, the slips are mixed, and the first three are taken up.
    .title = Put the hard questions on paper
    .first-step = Give it three minutes before the next decision, in block letters and without names.
    .recall = putting the hard questions on paper

## Meeting halfway

practice-answer-in-kind =
    When somebody says a thing that cost them a little, leave the advice for later. Give back something of the same size from your own side, or say that you are glad they said it.
    .title = Answer in kind
    .first-step = After the next brave sentence, say “I know that one” or something as short and as true.
    .recall = answering a brave sentence in kind

practice-second-voice =
    Whoever raises a doubt stands alone until somebody else speaks. You need not agree; it is enough to say that the question deserves an answer.
    .title = Be the second voice
    .first-step = When somebody raises a doubt, be the one who says “I would like to hear more about that”.
    .recall = being the second voice beside a doubt

practice-go-back-to-it =
    Things that are said quietly get run over by the next item. Whoever leads keeps an ear out for one of them and returns to it before the end.
    .title = Go back to what was passed over
    .first-step = Note one remark that got no answer, and come back to it with “We went past this too quickly”.
    .recall = going back to something we had passed over

practice-what-became-of-it =
    People stop speaking when nothing follows from it. Whoever leads begins with one thing that was raised last time and says where it stands: done, not done and why, or still open.
    .title = Tell what became of it
    .first-step = Take the first three minutes for one thing raised last time, even if the answer is a no.
    .recall = telling what became of something raised before

practice-five-seconds =
    After somebody has said a thing that matters, wait five seconds before you speak. The quiet tells them that it was heard, and quite often the more important half comes after it.
    .title = Leave five seconds
    .first-step = Once in the next meeting, count to five before you answer.
    .recall = leaving five seconds before answering

practice-thanks-for-bad-news =
    How the first bad news of the day is met decides whether there will be a second. Whoever leads says thank you before anything else, and asks what is needed before asking how it came about.
    .title = Say thank you for bad news
    .first-step = When the next problem is reported, let “Good that you are telling us” be your first words.
    .recall = saying thank you for bad news

practice-one-more-question =
    When you already know what you want to reply, ask one real question first. People can tell whether a question wants to understand them or to catch them out.
    .title = Ask one more question
    .first-step = Before your next reply ask “What makes you see it like that?”, and listen to the end.
    .recall = asking one more question before replying

practice-one-thing-in-our-hands =
    What feels pointless to say is often about things far beyond us. Find one annoyance that this team can end without asking anyone, and end it by next week.
    .title = Change one thing that is in our hands
    .first-step = Collect three such annoyances, choose the smallest, and agree who sees to it.
    .recall = changing one thing that is in our own hands

practice-no-teasing =
    When people begin to speak more freely, one careless joke can close it again. For some weeks, let it be a rule that nobody is teased about what they said here, neither now nor over lunch.
    .title = Leave what was said in peace
    .first-step = Say at the start that this holds today, beginning with yourself.
    .recall = leaving what was said in peace

practice-where-someone-left-off =
    When somebody has opened a subject with some effort, the next one often goes on with another. Add to theirs first, if only with one sentence, and then begin your own.
    .title = Pick up where someone left off
    .first-step = Before you change the subject, say one thing about what was said last.
    .recall = picking up where someone had left off

## Room for a worry

practice-worries-before-the-plan =
    Before a plan is discussed, whoever leads gives five minutes to what worries people about it and only writes it down. No answer, no comfort and no solution yet: the list is read once more at the end.
    .title = Hear the worries before the plan
    .first-step = Write “What worries us about this?” where all can see it, and keep the first five minutes for it.
    .recall = hearing the worries before the plan

practice-pressure-stops-here =
    Pressure from outside arrives with heat in it. Whoever leads turns it into what is asked and by when, says plainly that it is uncomfortable, and keeps the heat back.
    .title = Let the pressure stop with you
    .first-step = Pass on one demand as “This is asked of us, by this day, and the rest of it is mine to carry”.
    .recall = letting the pressure stop with the lead

practice-a-day-for-later =
    Not everything fits into this meeting, and “later” mostly means never. Keep a short list of what there was no room for, each entry with a day and a place.
    .title = Give “later” a day
    .first-step = Start the list today, and give its first entry a day before you part.
    .recall = giving “later” a day

practice-say-what-you-notice =
    When it gets tight or suddenly quiet, say so once, as your own impression. A mood that has been named usually takes up less room than one that has not.
    .title = Say what you notice in the room
    .first-step = Try “I notice that we have gone quiet, or is it only me?”, and let the answer be no.
    .recall = saying what we noticed in the room

practice-three-minutes-pause =
    Nobody listens well with a racing heart. Agree now, while it is calm, that anyone may ask for three minutes’ pause and that nobody has to say why.
    .title = Agree on a way to pause
    .first-step = Agree today on the word for it, so that it is there on the day you need it.
    .recall = having a word that stops us for three minutes

practice-an-empty-end =
    Many things that matter are said with one hand already on the door. Whoever leads plans one item less and keeps ten minutes at the end that belong to nobody, even if they pass in silence.
    .title = Keep the last ten minutes empty
    .first-step = Take one item off the next agenda and write “open” in its place.
    .recall = keeping the last ten minutes empty

practice-an-ear-or-an-idea =
    When somebody brings a worry, ask first whether they would like an ear or an idea. We hand out ideas so quickly that the worry itself often never gets said.
    .title = Ask: an ear or an idea?
    .first-step = Ask “Shall I just listen, or would you like suggestions?” once, and keep to the answer.
    .recall = asking whether an ear or an idea was wanted

practice-where-things-belong =
    Some things are rightly left out of a meeting, as long as they have somewhere to go. Agree on what is said between two people, what with the lead, and what in this room.
    .title = Agree on where things belong
    .first-step = Take one kind of thing that usually ends up in the corridor, and agree on its place.
    .recall = agreeing on where things belong

practice-both-can-be-true =
    A worry is easily pushed away by good news, and good news by a worry. Say both, joined by “and” in place of “but”, and leave it to others to weigh them.
    .title = Let two things be true
    .first-step = Say one sentence about the week in which a good thing and a hard thing stand side by side.
    .recall = letting a good thing and a hard thing both be true

practice-what-a-worry-needs =
    A worry that is talked away does not go; it only goes quiet. Ask what it would take to make it a little smaller, and do the first bit of that.
    .title = Ask what a worry needs
    .first-step = When the next one comes up, ask “What would make it a bit smaller?” before anyone explains.
    .recall = asking what a worry needs

practice-a-door-afterwards =
    Not every worry belongs in front of everyone, and some find their words an hour later. Whoever leads says when and where they can be found after the meeting, and then is there.
    .title = Leave a door open afterwards
    .first-step = Close with “I am here until …, for whatever did not fit in”, and stay until then.
    .recall = the lead leaving a door open afterwards
