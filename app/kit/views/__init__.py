"""The base of every screen: lists, forms and verbs are declared, everything that can go wrong is handled here."""

from app.kit.views.attached import Attachments
from app.kit.views.base import ScopedView
from app.kit.views.choosing import Choice
from app.kit.views.columns import Rows
from app.kit.views.guard import Page, allowed, use_menu_words
from app.kit.views.rows import Others
from app.kit.views.verbs import Verb, VerbForm, verb

__all__ = [
    "Attachments",
    "Choice",
    "Others",
    "Page",
    "Rows",
    "ScopedView",
    "Verb",
    "VerbForm",
    "allowed",
    "use_menu_words",
    "verb",
]
