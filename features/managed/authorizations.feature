Feature: Authorizations
  Source: managed-cards, Endpoints: create an authorization event and hold card balance.

  @MC-AUTHZ-02
  Scenario: Held money cannot be spent twice
    Given an active card "the card" of the caller with 100.00
    And an active card "the other card" of the caller with 100.00
    When the caller authorizes 60.00 on "the card"
    Then the authorization is approved
    When the caller authorizes 50.00 on "the card"
    Then the authorization is not approved
    When the caller authorizes 40.00 on "the card"
    Then the authorization is approved
    When the caller authorizes 90.00 on "the other card"
    Then the authorization is approved
