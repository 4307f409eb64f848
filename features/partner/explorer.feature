Feature: Explorer page
  Source: partner-card-api, Interactive explorer; GraphiQL Explorer.

  @PG-EXPL-01
  Scenario: The endpoint serves a page without credentials
    When a browser asks for the endpoint
    Then the answer is a page

  @PG-EXPL-02
  Scenario: The schema can be browsed without credentials
    Given the explorer is open in a browser
    Then its schema browser shows "cardBalance" and "freezeCard"

  @PG-EXPL-03
  Scenario: There is a panel for credentials
    Given the explorer is open in a browser
    Then it has inputs for "api_token" and "client_secret" that take text

  @PG-EXPL-04
  Scenario: The page signs what it sends
    Given the explorer is open in a browser
    When the partner enters the credentials
    Then a query run from the page by the partner is signed with WebCrypto and answered

  @PG-EXPL-05
  Scenario: Credentials are kept in the tab alone
    Given the explorer is open in a browser
    When the partner enters the credentials
    Then the secret of the partner is in sessionStorage alone
    And a new tab starts without credentials
