from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "pulang.identification"

    def ready(self) -> None:
        from pulang.cases.rules import allow_citations
        from pulang.identification.laws import list_rules
        from pulang.identification.sentences import SENTENCES
        from pulang.persons.belongings import belongs
        from pulang.words import say

        allow_citations(rule.id for rule in list_rules() if rule.cited)
        say(SENTENCES)
        belongs("identification.Interview", follows="case_id", leader="cases.Case")
        belongs("identification.Assessment", follows="case_id", leader="cases.Case")
