"""Pictures of the bot's replies for the README, drawn from what the running bot sends."""
