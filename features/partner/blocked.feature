Feature: What is not exposed
  Mutations that may show in the schema and never run for a partner.
  Source: partner-card-api, Not exposed via this endpoint.

  @PG-BLOCK-01
  Scenario Outline: <mutation> is blocked
    Then <mutation> is blocked for the partner, if it shows at all

    Examples:
      | mutation                       |
      | createCardApplication          |
      | createCardCorporateApplication |
      | cardWithdraw                   |
      | payInvoiceWithCardBalance      |

  @PG-BLOCK-02
  Scenario: Operations that bypass the permissions of a partner are blocked
    Given an active virtual card "the card" of the partner
    Then every admin mutation that shows is blocked for the partner, on "the card" and its holder

  @PG-BLOCK-03
  Scenario: A blocked mutation changes nothing
    Given an active virtual card "the card" of the partner
    Then every admin mutation that shows is blocked for the partner, on "the card" and its holder
    When the partner notes the status of "the card"
    And the partner freezes "the card"
    Then freezeCard succeeds
    And the partner sees "the card" with another status than it had
