# The questions, their buttons and the closing lines. Which ids belong together: config/questions.yaml.
# A button has at most 75 characters. $series is the meeting's name as it was typed in set-up, already escaped.

### Questions

## The first tap

question-held-back = Did you leave *{ $series }* with something unsaid that you would have liked to say?
question-held-back-none = No, nothing
question-held-back-small = Something small
question-held-back-mattered = Something that mattered

## The act in focus: about the group, never about a person

question-disclosure = Did anyone let us see a doubt, a mistake or how they really felt?
question-disclosure-yes = Yes, someone did
question-disclosure-little = A little
question-disclosure-no = No, not this time
question-disclosure-name = letting others see
question-disclosure-about =
    For twelve weeks we look at *letting others see*: a doubt, a mistake, or how something really is for us.
    It is a small risk that asks for nothing back, and it makes the next person’s risk smaller.
    Nobody owes anybody a confession; one honest sentence in its place is plenty.

question-feedback = Did anyone say openly how something landed with them?
question-feedback-yes = Yes, someone did
question-feedback-little = A little
question-feedback-no = No, not this time
question-feedback-name = saying how it landed
question-feedback-about =
    For twelve weeks we look at *saying how it landed*: telling someone what their words or work did to you, good or hard.
    It is not a verdict on the other person; it is news about your side that only you have.
    Said early and plainly, it keeps small things small.

question-provocation = Did anyone question what most of us took for granted?
question-provocation-yes = Yes, someone did
question-provocation-little = A little
question-provocation-no = No, not this time
question-provocation-name = asking the hard question
question-provocation-about =
    For twelve weeks we look at *asking the hard question*: doubting a thing that most of us had stopped looking at.
    It will sting a little, so it has to be for what we are here to do, never to score a point.
    A team that can bear such questions finds its mistakes while they are still cheap.

question-answering = When someone took a risk, did anyone meet them halfway?
question-answering-yes = Yes, someone did
question-answering-little = A little
question-answering-no = No, not this time
question-answering-name = meeting halfway
question-answering-about =
    For twelve weeks we look at *meeting halfway*: what happens in the moment after somebody has dared to say something.
    If it is heard and answered in kind, daring was worth it; if it is passed over, everyone in the room learns to keep quiet.
    Nobody can be made to answer, but anyone can choose to.

question-containment = Was there room for a worry, without hurrying it away?
question-containment-yes = Yes, there was
question-containment-little = A little
question-containment-no = No, not this time
question-containment-name = room for a worry
question-containment-about =
    For twelve weeks we look at *room for a worry*: letting somebody’s unease stand for a moment before we solve it, soothe it or move on.
    A worry that is held can be looked at; a worry that is hurried away goes underground and comes back bigger.
    It also means not handing on pressure that came to us from elsewhere.

## Round 11 and round 12: counted over the whole workspace only

question-barrier = When things stay unsaid in our meetings, what is it mostly?
question-barrier-risky = It feels risky
question-barrier-futile = It would change nothing
question-barrier-hurtful = Not wanting to hurt or embarrass
question-barrier-unsure = Not being sure enough yet
question-barrier-no-room = No room for it
question-barrier-elsewhere = It belongs somewhere else
question-barrier-cannot-say = Can’t say

question-change = Has anything changed because of what people said here?
question-change-yes = Yes
question-change-bit = A bit
question-change-no = No
question-change-cannot-tell = Can’t tell

## A week after a reset: counted over the whole workspace only

question-reset = A week ago you took a step towards starting again with somebody. Is talking to each other easier now?
question-reset-easier = Easier
question-reset-same = About the same
question-reset-harder = Harder
question-reset-not-said = I’d rather not say

## Closing lines: one for oneself, one for each round of a season, not answered and not stored

question-closing-1 = One for yourself: what would have made it easier?
question-closing-2 = One for yourself: who in that room is easiest to talk to, and why is that?
question-closing-3 = One for yourself: was there a moment when you almost spoke?
question-closing-4 = One for yourself: what did you hear today that was brave, however small?
question-closing-5 = One for yourself: what would you have liked somebody to ask you?
question-closing-6 = One for yourself: is there a thing you keep in wisely, and one you keep in from habit?
question-closing-7 = One for yourself: when somebody else spoke up, what did your face say?
question-closing-8 = One for yourself: whose silence have you got used to?
question-closing-9 = One for yourself: which sentence would still be true tomorrow, said in five words?
question-closing-10 = One for yourself: what pressure did you carry into the room that was not born there?
question-closing-11 = One for yourself: what is easier to say here now than it was a few months ago?
question-closing-12 = One for yourself: what would you like this team to hear from you before the next season?
