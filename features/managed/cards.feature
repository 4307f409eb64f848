Feature: Cards and their life
  Source: managed-cards, Endpoints: issue a provider-backed card; the eight statuses.

  @MC-CARD-01
  Scenario: Creating issues a card of its own
    When the caller creates the card "the first" with the label "Ads"
    And the caller creates the card "the second" with the label "Ads"
    Then both calls are served
    And "the first" and "the second" are two cards
