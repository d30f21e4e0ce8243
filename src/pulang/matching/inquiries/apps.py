from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "pulang.matching.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        from pulang.matching.inquiries.messages import register_kinds
        from pulang.matching.inquiries.sentences import SENTENCES
        from pulang.words import say

        register_kinds()
        say(SENTENCES)
