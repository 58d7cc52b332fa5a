"""Agrees with Telegram on where it delivers updates."""

from dataclasses import dataclass

from telegram import Bot, WebhookInfo

from bot.settings import Webhook

DELIVERIES_AT_ONCE = 40
"""How many deliveries Telegram may have under way; it is Telegram's own default."""
_WRONG_SECRET = "403"
"""Telegram notes so that a delivery was turned away, as after a change of the secret, which nobody can read back."""


@dataclass(frozen=True, slots=True)
class Registrar:
    """Keeps a webhook registered."""

    bot: Bot
    webhook: Webhook
    kinds: tuple[str, ...]
    """The kinds of updates that have a handler."""

    async def register(self) -> None:
        """Register unless all is as it should be: Telegram limits registrations, and replicas start together."""
        if not self._agrees(await self.bot.get_webhook_info()):
            await self.bot.set_webhook(
                self.webhook.url,
                secret_token=self.webhook.secret.reveal(),
                allowed_updates=self.kinds,
                max_connections=DELIVERIES_AT_ONCE,
            )

    def _agrees(self, info: WebhookInfo) -> bool:
        return (
            info.url == self.webhook.url
            and set(info.allowed_updates) == set(self.kinds)
            and info.max_connections == DELIVERIES_AT_ONCE
            and _WRONG_SECRET not in (info.last_error_message or "")
        )
