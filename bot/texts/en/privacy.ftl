# The promise: shown before joining, in App Home and by /trust privacy; the welcome in a channel.
# What it says is docs/privacy.md in short. Whoever changes its substance raises CONSENT_VERSION, so that people are
# asked again; a change of wording alone does not.

privacy-tap = *Your tap.* Slack carries it to me. Before saving it I flip it by chance one time in eight, so even the note I keep does not prove what you chose. It lies sealed until five people have finished a check-in: that takes a week, or several in small teams. After six weeks without five it is destroyed unread.

privacy-then = *Then* all notes are added up, blurred and destroyed. After that nobody can look yours up: not your manager, not an admin, not us. Before that, someone holding both the server and the key could see that you answered, and a note that may be wrong.

privacy-channel = *The channel* sees a word for the team, drawn from about the last seven rounds, an arrow and a blurred line. With one meeting a week people know which meetings. Even if everyone else compared notes, each answer of yours, taken alone, can move a guess from 3 in 10 to 6 in 10 at most.

privacy-slack = *Slack* may let your company export our messages: that you were asked, and when you finished, not what you chose.

privacy-cannot = *I can’t promise* that nobody changes my program, or that a year-long habit stays wholly hidden.

privacy-change = *You decide.* Change or withdraw your answer until the time shown. Not answering is fine. Nobody is shown who joined.

welcome-text =
    After some meetings I ask those who join one private question: did something stay unsaid? Each week I post something to try and one blurred word for the team. No answer can be looked up once a round closes. I show nobody who joined. Leave whenever you like.
