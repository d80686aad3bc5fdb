# What ballots have to say by themselves. $channel is a channel as Slack writes it, "<#C…>".

ballot-round-lost = Some answers given in { $channel } since the last reading can't be opened any more, so I have set them aside unread. New answers count again from now on, and the next reading may come a week or more later. This happens after a database or its keys were restored or moved: whoever runs me may want to know.
ballot-round-lost-notification = Something about your team's check-ins.
ballot-unknown-answer = That answer isn't one I know. Please tap one of the buttons in my latest message.
