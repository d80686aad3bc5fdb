# What a channel is told when Candor comes, comes back or cannot stay. Nothing here says who joined, or how many.

teams-join = Join
teams-before-joining = Good to have you. This is what I promise about your answers; the button below it lets you in.
teams-privacy = How it stays private
teams-privacy-title = How it stays private
teams-privacy-close = Close

teams-back = I’m back. Whoever joined before is still in, and can leave whenever they like; everyone else can join here.

teams-shared-channel = I can’t work in a channel that is shared beyond this workspace: I couldn’t keep my promise about who reads along. Please invite me to a channel of your own workspace, best of all a private one. I have kept nothing about this channel, and you can remove me from it.

# When the promise has changed in substance: to each member, alone, once.
teams-promise-changed = What I promise about your answers has changed. I ask you nothing more until you have read it and agreed; until then nothing of yours is added either. Leaving is just as fine, and nobody is shown which of the two you choose. This is the promise now:
teams-agree = I agree
teams-leave-everywhere = Leave all my teams
