# Two people starting again: so far its help alone.

resets-help = `/reset` will help two people start again after a talk went wrong. It isn’t here yet, so nothing happens when you type it, and nobody hears that you did. Until then, this much works without me: say “let’s start again”, tell what you felt and what you did with it, leave the argument itself for later, and ask nothing in return.
