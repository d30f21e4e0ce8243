from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "pulang.identification"

    def ready(self) -> None:
        from pulang.cases.rules import allow_citations
        from pulang.identification.laws import list_rules
        from pulang.identification.sentences import SENTENCES
        from pulang.identification.summaries.messages import register_kinds
        from pulang.identification.summaries.sentences import SENTENCES as OF_SUMMARIES
        from pulang.persons.belongings import belongs
        from pulang.words import say

        allow_citations(rule.id for rule in list_rules() if rule.cited)
        say(SENTENCES)
        say(OF_SUMMARIES)
        register_kinds()
        belongs("identification.Interview", follows="case_id", leader="cases.Case")
        belongs("identification.Assessment", follows="case_id", leader="cases.Case")
