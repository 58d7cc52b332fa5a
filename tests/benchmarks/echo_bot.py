"""The bot that ours is compared with: python-telegram-bot's echo example, with the library as it comes."""

import logging
import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Run until a signal, by polling or, with a port, by webhook."""
    logging.basicConfig(level=logging.WARNING)
    api, token, port = (os.environ[name] for name in ("TELEGRAM_API_BASE_URL", "TELEGRAM_BOT_TOKEN", "ECHO_PORT"))
    builder = Application.builder().token(token).base_url(api)
    application = builder.concurrent_updates(os.environ["ECHO_CONCURRENT"] == "on").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if port:
        url = "https://bot.example/hook"
        application.run_webhook("127.0.0.1", int(port), "hook", webhook_url=url, secret_token="not-a-secret")
    else:
        application.run_polling()


if __name__ == "__main__":
    main()
